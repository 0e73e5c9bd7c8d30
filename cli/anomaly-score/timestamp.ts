/** Reads the time of a row: ISO 8601 or `YYYY-MM-DD HH:MM:SS` (UTC unless it says otherwise), or seconds or milliseconds since 1970. */

/** Numbers beyond this are milliseconds: as seconds they would lie past the year 5138. */
const MILLISECONDS_FROM = 1e11;
const LONGEST = 40;
const PLAIN = 19;
const MINUTE = 60;
const HOUR = 3_600;

/** Seconds since the epoch, or undefined when the text is no time. Remembers the date read last: rows share it. */
export class TimestampReader {
  private date = '';
  private midnight = 0;

  read(text: string): number | undefined {
    return text.length === PLAIN ? (this.plain(text) ?? general(text)) : general(text);
  }

  /** `YYYY-MM-DD HH:MM:SS`, also with a T. */
  private plain(text: string): number | undefined {
    const between = text.charCodeAt(10);
    if ((between !== 32 && between !== 84) || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58)
      return undefined;
    const date = text.slice(0, 10);
    if (date !== this.date) {
      const midnight = midnightOf(date);
      if (midnight === undefined) return undefined;
      this.date = date;
      this.midnight = midnight;
    }
    const hour = twoDigits(text, 11);
    const minute = twoDigits(text, 14);
    const second = twoDigits(text, 17);
    return hour < 24 && minute < 60 && second < 61 ? this.midnight + hour * HOUR + minute * MINUTE + second : undefined;
  }
}

/** Seconds at the beginning of a day of the calendar; the 30th of February is none. */
function midnightOf(date: string): number | undefined {
  const time = /^\d{4}-\d\d-\d\d$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date ? undefined : time / 1_000;
}

/** 100 when they are not digits. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : 100;
}

function general(text: string): number | undefined {
  if (text === '' || text.length > LONGEST) return undefined;
  const number = Number(text);
  if (Number.isFinite(number)) return Math.abs(number) > MILLISECONDS_FROM ? number / 1_000 : number;
  if (midnightOf(text.slice(0, 10)) === undefined) return undefined;
  const iso = text.replace(' ', 'T');
  const zoned = /(?:Z|[+-]\d\d:?\d\d)$/i.test(iso) || iso.length === 10 ? iso : `${iso}Z`;
  const time = Date.parse(zoned);
  return Number.isNaN(time) ? undefined : time / 1_000;
}
