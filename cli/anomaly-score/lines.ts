/** Turns lines of an input into lines of an output as they come: each chunk is answered before the next is read. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A longer line is no row. */
const LONGEST = 64 * 1024;

/** `answer` gives the line to print for a line (counted from 1), or undefined for none; `tooLong` the one for a line beyond 64 KiB. */
export async function answerLines(
  input: Readable,
  output: Writable,
  answer: (text: string, line: number) => string | undefined,
  tooLong: (line: number) => string | undefined,
): Promise<void> {
  const lines = new Lines(answer, tooLong);
  const failed = failureOf(output);
  input.setEncoding('utf8');
  for await (const chunk of input) {
    const text = lines.take(chunk as string);
    if (text !== '' && !output.write(text)) await Promise.race([once(output, 'drain'), failed]);
  }
  const rest = lines.end();
  if (rest !== '') await Promise.race([new Promise((done) => output.write(rest, done)), failed]);
}

/** Rejects when the output fails; never settles otherwise. */
function failureOf(output: Writable): Promise<never> {
  const failed = new Promise<never>((_, reject) => output.once('error', reject));
  failed.catch(() => undefined);
  return failed;
}

class Lines {
  private rest = '';
  private skipping = false;
  private line = 0;

  constructor(
    private readonly answer: (text: string, line: number) => string | undefined,
    private readonly tooLong: (line: number) => string | undefined,
  ) {}

  take(chunk: string): string {
    const text = this.rest + chunk;
    let out = '';
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      out += this.one(text.slice(from, to));
      from = to + 1;
    }
    this.rest = text.slice(from);
    if (this.rest.length > LONGEST) {
      this.skipping = true;
      this.rest = '';
    }
    return out;
  }

  end(): string {
    return this.rest === '' && !this.skipping ? '' : this.one(this.rest);
  }

  private one(text: string): string {
    this.line++;
    const long = this.skipping || text.length > LONGEST;
    this.skipping = false;
    const answered = long
      ? this.tooLong(this.line)
      : this.answer(text.endsWith('\r') ? text.slice(0, -1) : text, this.line);
    return answered === undefined ? '' : `${answered}\n`;
  }
}
