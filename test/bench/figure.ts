/** What a bench gives back, and how the run is printed: one table, with each figure against its goal. */

export interface Figure {
  what: string;
  value: number;
  unit: string;
  /** Of DESIGN's speed goals, in the figure's own unit. */
  goal?: { atLeast: number } | { atMost: number };
  /** How it compares within the run, or what it was measured on. */
  note?: string;
}

export interface Bench {
  /** What is measured, on which input. */
  title: string;
  /** Runs in a process of its own. Throws `NotHere` where it cannot run. */
  measure(): Promise<readonly Figure[]> | readonly Figure[];
}

/** Says why a bench cannot run on this machine. */
export class NotHere extends Error {}

/** One bench in the table: its figures, or why there are none. */
export interface Section {
  name: string;
  title: string;
  figures: readonly Figure[];
  reason?: string;
}

const HEAD = ['', 'figure', '', 'goal', 'reached', ''];
const NUMBERS = new Set([1, 3, 4]);

/** All sections in columns of one width. */
export function table(sections: readonly Section[]): string {
  const cells = sections.map(({ figures }) => figures.map(cellsOf));
  const widths = HEAD.map((head, column) =>
    Math.max(head.length, ...cells.flat().map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `  ${row.map((cell, column) => (NUMBERS.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd();
  const blocks = sections.map(({ name, title, reason }, index) =>
    [
      `${name}: ${title}`,
      ...(cells[index] ?? []).map(line),
      ...(reason === undefined ? [] : [`  not measured: ${reason}`]),
    ].join('\n'),
  );
  return [line(HEAD), ...blocks].join('\n\n');
}

function cellsOf({ what, value, unit, goal, note = '' }: Figure): string[] {
  if (!goal) return [what, numeral(value), unit, '', '', note];
  const least = 'atLeast' in goal;
  const wanted = least ? goal.atLeast : goal.atMost;
  const reached = least ? value / wanted : wanted / value;
  return [what, numeral(value), unit, `${least ? '≥' : '≤'} ${numeral(wanted)}`, `${reached.toFixed(2)}×`, note];
}

/** Three digits, or all that stand before the point. */
function numeral(value: number): string {
  const digits = value >= 100 || Number.isInteger(value) ? 0 : value >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
