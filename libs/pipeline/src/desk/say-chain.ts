import type { TenureSpan, LineDetail } from '@lazaret/directory';
import type { ObservationRecord } from '@lazaret/feeds';
import type { Instant } from '@lazaret/kernel';
import type { GivenAnswer } from '@lazaret/ledger';

/** A link of the chain from a report's row to the line. */
export interface WhyLink {
  readonly step: 'row' | 'port-block' | 'lease' | 'session' | 'line';
  readonly title: string;
  readonly detail: string;
  readonly report: { readonly id: number; readonly name: string; readonly line: number } | null;
  readonly at: Instant | null;
}

export type ChainObservation = Pick<
  ObservationRecord,
  'line' | 'reportId' | 'reportName' | 'address' | 'port' | 'seenAt' | 'role' | 'spoofable'
>;

/** What the links rest on. Without an answer, as of a sighting that was withdrawn, the chain ends at the row. */
export interface Chain {
  readonly observation: ChainObservation;
  readonly answer: Pick<GivenAnswer, 'reason' | 'source' | 'lease' | 'outcome'> | null;
  readonly line: Pick<LineDetail, 'ref' | 'class' | 'confinable' | 'protection'> | null;
  readonly tenure: Pick<TenureSpan, 'from' | 'to'> | null;
}

/** Row → port block or address → session → line: why it is this line, each link with where it can be looked up. */
export function sayChain({ observation, answer, line, tenure }: Chain): WhyLink[] {
  const row = sayRow(observation);
  if (answer === null) return [row];
  const { lease } = answer;
  if (lease === null || answer.outcome !== 'line')
    return [row, link('lease', 'No record', `The ledger answers now: ${answer.outcome}.`, null)];
  const { holder, heldFrom, heldTo, ports, nas, file, line: place } = lease;
  const source = answer.source ?? 'the ledger';
  const record = file === null ? source : `${source}, ${file.split('/').at(-1) ?? ''}:${place ?? ''}`;
  const held = `held ${since(heldFrom)} ${heldTo === null ? 'until now' : `until ${minute(heldTo)}`}, says ${record}`;
  return [
    row,
    ports === null
      ? link('lease', `Address ${observation.address}`, held, heldFrom)
      : link('port-block', `Ports ${ports.replace('-', '–')} of ${observation.address}`, held, heldFrom),
    link(
      'session',
      `${HOLDERS[holder.kind]} ${holder.value}`,
      nas === null ? 'by contract' : `session on ${nas}`,
      null,
    ),
    ...(line === null ? [] : [sayLine(line, tenure)]),
  ];
}

const HOLDERS: Readonly<Record<NonNullable<GivenAnswer['lease']>['holder']['kind'], string>> = {
  cui: 'Chargeable user',
  'user-name': 'User',
  'calling-station': 'Station',
  circuit: 'Circuit',
  duid: 'DUID',
  static: 'Contract',
};

function sayRow({ line, reportId, reportName, address, port, seenAt, role, spoofable }: ChainObservation): WhyLink {
  const at = `${seenAt.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
  const detail = `${address}${port === null ? '' : ` port ${port}`} at ${at}, ${role}, ${spoofable ? 'could be forged' : 'cannot be forged'}`;
  const report = { id: reportId, name: reportName, line };
  return { step: 'row', title: `Row ${line} of ${reportName}`, detail, report, at: seenAt };
} // prettier-ignore

function sayLine(line: NonNullable<Chain['line']>, tenure: Chain['tenure']): WhyLink {
  const whose =
    tenure === null
      ? 'nobody’s now'
      : `tenure since ${tenure.from.toISOString().slice(0, 10)}${tenure.to === null ? '' : ` until ${tenure.to.toISOString().slice(0, 10)}`}`;
  const confining = line.confinable
    ? 'may be confined'
    : line.protection === null
      ? 'never confined'
      : `never confined: ${line.protection.reason}`;
  return link('line', `Line ${line.ref}`, `${line.class}, ${whose}, ${confining}`, tenure?.from ?? null);
}

function link(step: WhyLink['step'], title: string, detail: string, at: Instant | null): WhyLink {
  return { step, title, detail, report: null, at };
}

function since(at: Instant | null): string {
  return at === null ? 'since ever' : `from ${minute(at)}`;
}

function minute(at: Instant): string {
  return `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
