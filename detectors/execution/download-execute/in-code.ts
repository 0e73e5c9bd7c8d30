/** Code that fetches text and evaluates it, or hands it to a shell. */
import type { CodeFact, EventAnalysis, Transfer } from '../../../contracts/analysis';

export interface RanByCode {
  transfer: Transfer;
  fact: CodeFact;
  how: 'code';
}

/** How far behind a request its evaluation stands, in facts; languages that evaluate `f(g(u))` tell the outer call first. */
const NEAR = 6;

/** The request and what runs what it brings. A literal that is evaluated is the code's own. */
export function evaluated({ code, transfers }: EventAnalysis): RanByCode[] {
  if (!code.some(({ kind }) => kind === 'fetch') || !code.some(runs)) return [];
  return code.flatMap((fact, at): RanByCode[] => {
    if (!runs(fact)) return [];
    const near = code
      .slice(Math.max(0, at - NEAR), at + NEAR)
      .find((one) => one.kind === 'fetch' && one.language === fact.language);
    if (near === undefined) return [];
    const url = near.literals[0] ?? '';
    const transfer = transfers.find(
      ({ direction, destination }) =>
        direction === 'in' && destination !== undefined && url !== '' && url.startsWith(destination.given),
    ) ??
      transfers.find(({ direction, program }) => direction === 'in' && program === near.language) ?? {
        direction: 'in',
        program: near.language,
      };
    return [{ transfer, fact, how: 'code' }];
  });
}

/** Evaluates or starts what is not written in the code itself; an address is where it comes from, as in `load(request("http://…"))`. */
const runs = ({ kind, literals }: CodeFact): boolean =>
  (kind === 'evaluate' && literals.every((text) => /^https?:\/\/\S{1,2000}$/i.test(text))) ||
  (kind === 'spawn-shell' && literals.length === 0);
