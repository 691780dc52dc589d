export { whoAsks, type Peer } from '@lazaret/platform';
