/** Turns lines of an input into lines of an output as they come: each chunk is answered before the next is read. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

export interface LineAnswers {
  /** The line (or lines) to print for a line, counted from 1; undefined for none. */
  answer(text: string, line: number): string | undefined;
  /** Of a line that is longer than `longest` characters. */
  tooLong(line: number): string | undefined;
}

/** Rejects when the output fails. Holds one line and one chunk, whatever the length of the input. */
export async function answerLines(
  input: Readable,
  output: Writable,
  answers: LineAnswers,
  longest: number,
): Promise<void> {
  const lines = new Lines(answers, longest);
  const failed = failureOf(output);
  input.setEncoding('utf8');
  for await (const chunk of input) {
    for (const text of lines.take(chunk as string))
      if (!output.write(text)) await Promise.race([once(output, 'drain'), failed]);
  }
  const rest = lines.end();
  if (rest !== '') await Promise.race([new Promise((done) => output.write(rest, done)), failed]);
}

/** The reader of our output went away (`| head`): no error of ours. */
export function isClosedPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** Rejects when the output fails; never settles otherwise. */
function failureOf(output: Writable): Promise<never> {
  const failed = new Promise<never>((_, reject) => output.once('error', reject));
  failed.catch(() => undefined);
  return failed;
}

class Lines {
  /** Of the line under way. */
  private parts: string[] = [];
  private length = 0;
  private line = 0;

  constructor(
    private readonly answers: LineAnswers,
    private readonly longest: number,
  ) {}

  *take(chunk: string): Generator<string> {
    let from = 0;
    for (let to = chunk.indexOf('\n'); to >= 0; to = chunk.indexOf('\n', from)) {
      this.keep(chunk.slice(from, to));
      from = to + 1;
      yield this.one();
    }
    this.keep(chunk.slice(from));
  }

  end(): string {
    return this.length === 0 ? '' : this.one();
  }

  private keep(part: string): void {
    this.length += part.length;
    if (this.length > this.longest) this.parts = [];
    else this.parts.push(part);
  }

  private one(): string {
    const text = this.parts.join('');
    const long = this.length > this.longest;
    this.parts = [];
    this.length = 0;
    this.line++;
    const answered = long
      ? this.answers.tooLong(this.line)
      : this.answers.answer(text.endsWith('\r') ? text.slice(0, -1) : text, this.line);
    return answered === undefined ? '' : `${answered}\n`;
  }
}
