/** Notes that ask for payment to get files back. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { baseName } from '../../programs';

const NAME =
  /^(?:[_!.]{0,4}(?:how[_ -]?to[_ -]?(?:decrypt|restore|recover)|readme[_ -]?(?:to[_ -]?)?(?:decrypt|restore|recover|ransom)|(?:decrypt|restore|recover)[_ -]?(?:my[_ -]?|your[_ -]?)?(?:files?|instructions?|me)|ransom[_ -]?note|your[_ -]?files[\w -]{0,30}))[\w -]{0,30}(?:\.(?:txt|html?|md|hta))?$/i;
const TAKEN =
  /(?:files?|data|documents|network|databases?)\b[^.!?\n]{0,80}\b(?:encrypted|locked|stolen|downloaded|exfiltrated)/i;
const PAYMENT = /bitcoin|\bbtc\b|monero|\bxmr\b|ransom|\bpay(?:ment)?\b|\.onion\b|wallet/i;
/** Source, tests and documentation speak about such notes. */
const ABOUT_IT =
  /(?:^|\/)(?:tests?|__tests__|fixtures?|docs?|rules|detections?|samples?|node_modules|src)\/|\.(?:[cm]?[jt]sx?|py|go|rs|java|rb|ya?ml|json|yar|sigma)$/i;
const MAX_TEXT = 8_000;

/** Path of a note that the event leaves, by its text and its name. */
export function noteIn({ action }: AgentEvent, analysis: EventAnalysis): string | undefined {
  if (action.type === 'file.write') return isNote(action.path ?? '', action.content ?? '') ? action.path : undefined;
  return analysis.command?.writes.slice(0, 50).find(({ path, content }) => isNote(path, content))?.path;
}

function isNote(path: string, content: string): boolean {
  if (ABOUT_IT.test(path)) return false;
  const text = content.slice(0, MAX_TEXT);
  return TAKEN.test(text) && PAYMENT.test(text) && (NAME.test(baseName(path)) || /\b(?:your|all)\b/i.test(text));
}
