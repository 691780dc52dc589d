import type { Instant } from '@lazaret/kernel';
import type { Reason } from '@lazaret/ledger';

import type { DeskLocale } from './asker.js';

/** Why nothing was found, or how far what was found can be trusted. */
export type Hint =
  | { readonly kind: 'empty' | 'unknown' | 'not-yours' | 'no-code' | 'several' }
  /** What the ledger says of an address that leads to no line. */
  | {
      readonly kind: 'ledger';
      readonly reason: Exclude<Reason, 'held'>;
      readonly address: string;
      readonly organisation: string | null;
      readonly source: string | null;
      readonly watermark: Instant | null;
      /** The answer is of this instant, where the records end; null: of the one asked about. */
      readonly asOf: Instant | null;
    }
  /** Found by what the records tell up to an instant; what came after they do not say. */
  | { readonly kind: 'as-of'; readonly at: Instant }
  | { readonly kind: 'no-open-case' | 'too-wide'; readonly prefix: string }
  /** Whoever had the line then has it no more. */
  | { readonly kind: 'moved'; readonly ref: string }
  | { readonly kind: 'nobody-has-it'; readonly ref: string };

/** @param when says an instant to whoever reads it */
export function sayHint(hint: Hint, locale: DeskLocale, when: (at: Instant) => string): string {
  if (hint.kind === 'ledger') {
    const told = LEDGER[locale][hint.reason]({ ...hint, when });
    return hint.asOf === null ? told : `${told} ${sayHint({ kind: 'as-of', at: hint.asOf }, locale, when)}`;
  }
  return WORDS[locale][hint.kind]({ prefix: '', ref: '', ...hint, at: 'at' in hint ? when(hint.at) : '' });
}

interface Filled {
  readonly prefix: string;
  readonly ref: string;
  readonly at: string;
}
type Plain = Exclude<Hint, { kind: 'ledger' }>['kind'];

const WORDS: Readonly<Record<DeskLocale, Readonly<Record<Plain, (fill: Filled) => string>>>> = {
  en: {
    empty: () => 'Type an address, a line, a customer number, a telephone number, an e-mail address or a case code.',
    unknown: () => 'Nothing is known by this. Check for a slip, or try an address with its port, the code of a letter, or the line.',
    'not-yours': () => 'Your role looks nobody up by customer number, telephone or e-mail. Ask for the line or the code of the letter.',
    'no-code': () => 'No letter of ours carries this code. If a message has it, that message is not from us.',
    several: () => 'Several lines fit. Choose the one the caller means.',
    'as-of': ({ at }) => `The records end ${at}; what happened since they do not say yet.`,
    'no-open-case': ({ prefix }) => `No line that holds an address in ${prefix} has an open case.`,
    'too-wide': ({ prefix }) => `${prefix} holds more lines than one search looks at. Search a smaller block to see them all.`,
    moved: ({ ref }) => `Then it was line ${ref}, and somebody had it who has it no longer. Of them nothing is told here; look at the cases of the line.`,
    'nobody-has-it': ({ ref }) => `It is line ${ref}, and nobody has it now.`,
  },
  de: {
    empty: () => 'Geben Sie eine Adresse, einen Anschluss, eine Kunden- oder Telefonnummer, eine E-Mail-Adresse oder einen Fallcode ein.',
    unknown: () => 'Dazu ist nichts bekannt. Prüfen Sie auf Tippfehler, oder suchen Sie mit Adresse und Port, mit dem Code des Briefes oder dem Anschluss.',
    'not-yours': () => 'Ihre Rolle sucht niemanden nach Kundennummer, Telefon oder E-Mail. Fragen Sie nach dem Anschluss oder dem Code des Briefes.',
    'no-code': () => 'Kein Brief von uns trägt diesen Code. Steht er in einer Nachricht, ist sie nicht von uns.',
    several: () => 'Mehrere Anschlüsse passen. Wählen Sie den, um den es geht.',
    'as-of': ({ at }) => `Die Aufzeichnungen enden ${at}; was seitdem geschah, sagen sie noch nicht.`,
    'no-open-case': ({ prefix }) => `Kein Anschluss mit einer Adresse in ${prefix} hat einen offenen Fall.`,
    'too-wide': ({ prefix }) => `In ${prefix} liegen mehr Anschlüsse, als eine Suche durchsieht. Ein kleinerer Block zeigt alle.`,
    moved: ({ ref }) => `Damals war es der Anschluss ${ref}, und wer ihn hatte, hat ihn nicht mehr. Darüber steht hier nichts; sehen Sie in die Fälle des Anschlusses.`,
    'nobody-has-it': ({ ref }) => `Es ist der Anschluss ${ref}, und niemand hat ihn zurzeit.`,
  },
}; // prettier-ignore

interface Told {
  readonly address: string;
  readonly organisation: string | null;
  readonly source: string | null;
  readonly watermark: Instant | null;
  readonly when: (at: Instant) => string;
}

const LEDGER: Readonly<Record<DeskLocale, Readonly<Record<Exclude<Reason, 'held'>, (told: Told) => string>>>> = {
  en: {
    'no-port': ({ address }) => `Many lines share ${address}. Add the source port the report names: ${portExample(address)}.`,
    'no-prefix': ({ address }) => `${address} is not ours: it lies in no block of the address plan.`,
    own: ({ address }) => `${address} is our own equipment. No subscriber has it.`,
    delegated: ({ address, organisation }) => `${address} is delegated to ${organisation ?? 'another organisation'}, which must look into it.`,
    foreign: ({ address, organisation }) => `${address} serves users of ${organisation ?? 'another provider'}. We do not know them.`,
    retention: () => 'That is longer ago than records are kept. Whoever has the address now need not be who had it then.',
    'coarse-time': () => 'Many lines share the address, and the time is not exact to the second. Give the second, with the source port.',
    watermark: ({ source, watermark, when }) =>
      watermark === null
        ? `${source ?? 'The source that must know'} has sent no records yet.`
        : `The records of ${source ?? 'the source that must know'} end ${when(watermark)}. Ask about a time before that, or try again later.`,
    'two-holders': () => 'It changed hands at that very moment, so more than one line fits. Give an exact time, or ask the caller for the code of the letter.',
    hole: ({ source }) => `Records of ${source ?? 'the source'} are missing for that time, so nobody can say for certain.`,
    gap: ({ source }) => `The last holder fell silent, and ${source ?? 'the source'} does not say until when it had the address.`,
    'unknown-holder': () => 'The network names a holder that the directory knows as no line, or that nobody had then. Its access identifiers must be imported.',
    nobody: ({ address }) => `${address} is ours, and nobody held it then.`,
  },
  de: {
    'no-port': ({ address }) => `Viele Anschlüsse teilen sich ${address}. Geben Sie den Quellport aus der Meldung dazu an: ${portExample(address)}.`,
    'no-prefix': ({ address }) => `${address} gehört nicht zu uns: Die Adresse liegt in keinem Block des Adressplans.`,
    own: ({ address }) => `${address} ist eigene Technik. Kein Kunde hat diese Adresse.`,
    delegated: ({ address, organisation }) => `${address} ist an ${organisation ?? 'eine andere Organisation'} vergeben, die sich darum kümmern muss.`,
    foreign: ({ address, organisation }) => `${address} dient Kunden von ${organisation ?? 'einem anderen Anbieter'}. Wir kennen sie nicht.`,
    retention: () => 'Das ist länger her, als Aufzeichnungen aufbewahrt werden. Wer die Adresse jetzt hat, muss sie damals nicht gehabt haben.',
    'coarse-time': () => 'Viele Anschlüsse teilen sich die Adresse, und die Zeit ist nicht auf die Sekunde genau. Geben Sie die Sekunde und den Quellport an.',
    watermark: ({ source, watermark, when }) =>
      watermark === null
        ? `${source ?? 'Die zuständige Quelle'} hat noch keine Aufzeichnungen geschickt.`
        : `Die Aufzeichnungen von ${source ?? 'der zuständigen Quelle'} enden ${when(watermark)}. Fragen Sie nach einer Zeit davor, oder versuchen Sie es später noch einmal.`,
    'two-holders': () => 'Genau zu dieser Zeit wechselte sie den Anschluss, es passt also mehr als einer. Geben Sie eine genaue Zeit an, oder fragen Sie nach dem Code des Briefes.',
    hole: ({ source }) => `Für diese Zeit fehlen Aufzeichnungen von ${source ?? 'der Quelle'}. Niemand kann es sicher sagen.`,
    gap: ({ source }) => `Der letzte Inhaber verstummte, und ${source ?? 'die Quelle'} sagt nicht, bis wann er die Adresse hatte.`,
    'unknown-holder': () => 'Das Netz nennt eine Kennung, die im Verzeichnis zu keinem Anschluss gehört oder die damals niemand hatte. Ihre Zugangskennungen müssen eingelesen werden.',
    nobody: ({ address }) => `${address} gehört zu uns, und niemand hatte die Adresse zu dieser Zeit.`,
  },
}; // prettier-ignore

function portExample(address: string): string {
  return address.includes(':') ? `[${address}]:51234` : `${address}:51234`;
}
