/** A person's own browser, and stores named inside scripts of the desktop. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { access } from './access';
import type { Access } from './access';

const BROWSER =
  /(?:^|[/\\ ])(?:google[- ]chrome(?:-stable)?|chrome|chromium(?:-browser)?|brave(?:[- ]browser)?|microsoft[- ]edge|msedge|opera|vivaldi|arc)(?:\.exe|\.app.{0,80})?$/i;
/** A profile that is made for the occasion. */
const OWN_PROFILE =
  /^--user-data-dir=(?!.{0,120}(?:Application Support|\.config\/google-chrome|\.config\/chromium|AppData))/;
const STORE =
  /Cookies\.binarycookies|login\.keychain|Login Data\b|logins\.json|key4\.db|cookies\.sqlite|Local State\b|NoteStore\.sqlite|dump-keychain|ShadowHashData/i;

/** The person's browser is started so that another program may ask it for its cookies, or a desktop script takes a store. */
export function browsers(one: Invocation): Access[] {
  const words = argv(one);
  const debugs = words.some(
    (word) => word.startsWith('--remote-debugging-p') && /^--remote-debugging-(?:port|pipe)/.test(word),
  );
  if (
    debugs &&
    (BROWSER.test(one.path) || words.some((word) => BROWSER.test(word) || /\.app\/Contents\/MacOS\//.test(word))) &&
    !words.some((word) => OWN_PROFILE.test(word) || /^--headless/.test(word) || word.startsWith('--no-sandbox'))
  )
    return [
      access(
        one,
        'browser:debugging',
        "The person's own browser is opened to other programs (remote debugging)",
        'medium',
        ['T1539', 'T1185'],
      ),
    ];
  if (!/^(?:osascript|powershell|pwsh|dscl)$/.test(one.program)) return [];
  const store = words.map((word) => STORE.exec(word.slice(0, 4_000))?.[0]).find(Boolean);
  return store === undefined
    ? []
    : [
        access(one, `browser:${store}`, `A script of the desktop takes a store of credentials (${store})`, 'high', [
          'T1539',
          'T1555.003',
          'T1555.001',
        ]),
      ];
}
