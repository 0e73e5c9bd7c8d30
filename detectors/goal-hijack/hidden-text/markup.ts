/** What HTML and Markdown hold that is not shown: comments, invisible elements, reference links nobody follows. */
import { instructionsIn } from '../instructions';
import type { Hidden } from './characters';

const MAX_PIECES = 20;
const MAX_PIECE = 2_000;
/** Long text of one alphabet without spaces; pictures are named as such before theirs. */
const BLOB = /(?<![A-Za-z0-9+/=])[A-Za-z0-9+/]{160,}={0,2}(?![A-Za-z0-9+/=])/;
const INVISIBLE =
  /style\s{0,3}=\s{0,3}["'][^"']{0,200}(?:display:\s{0,3}none|visibility:\s{0,3}hidden|font-size:\s{0,3}0|opacity:\s{0,3}0(?![.\d])|color:\s{0,3}(?:#fff(?:fff)?\b|white\b|transparent\b))/i;
/** A Markdown reference that is a comment: `[//]: # (…)`. */
const REFERENCE = /^\[(?:\/\/|comment|_)[^\]\n]{0,40}\]:\s{0,3}(?:#|<>)/im;

/** Instructions in what is not shown; blobs there are faint. */
export function hiddenMarkup(text: string): Hidden | undefined {
  if (!text.includes('<') && !text.includes('[')) return undefined;
  let faint: Hidden | undefined;
  for (const { how, piece } of pieces(text)) {
    // Of a comment only words that steer an agent count: "run this before you push" is for contributors.
    const [told] = instructionsIn(piece).filter(({ kind }) => kind !== 'remedy' && kind !== 'marker');
    if (told) return { how, shown: piece.slice(Math.max(0, told.at - 20), told.at + 140) };
    if (!faint && !piece.includes('data:') && BLOB.test(piece))
      faint = { how: `a long code in ${how}`, shown: '', faint: true };
  }
  return faint;
}

function* pieces(text: string): Generator<{ how: string; piece: string }> {
  let given = 0;
  for (let at = text.indexOf('<!--'); at >= 0 && given < MAX_PIECES; at = text.indexOf('<!--', at + 4)) {
    const end = text.indexOf('-->', at + 4);
    given += 1;
    yield {
      how: 'a comment of the page',
      piece: text.slice(at + 4, Math.min(end < 0 ? text.length : end, at + MAX_PIECE)),
    };
    if (end < 0) break;
  }
  const invisible = text.includes('style') ? INVISIBLE.exec(text) : null;
  if (invisible) yield { how: 'an invisible part of the page', piece: untilTag(text, invisible.index) };
  const reference = text.includes(']:') ? REFERENCE.exec(text) : null;
  if (reference)
    yield { how: 'a reference that is not shown', piece: text.slice(reference.index, reference.index + MAX_PIECE) };
}

/** The text inside the element whose opening tag is at `at`. */
function untilTag(text: string, at: number): string {
  const opened = text.indexOf('>', at);
  const closed = text.indexOf('</', opened);
  return opened < 0 ? '' : text.slice(opened + 1, Math.min(closed < 0 ? text.length : closed, opened + MAX_PIECE));
}
