/** Packages, releases and posts that strangers see at once. */
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv } from '../../programs';
import { follows, isRehearsal, plainWords } from '../words';
import type { Spending } from './spends';

const said = (what: string, about: string): Spending => ({ what, about, severity: 'low', techniques: ['T1567'] });

/** Orders that publish, by program. */
const PUBLISHERS: Readonly<Record<string, string>> = {
  npm: 'publish',
  pnpm: 'publish',
  yarn: 'publish|npm publish',
  bun: 'publish',
  lerna: 'publish',
  jsr: 'publish',
  cargo: 'publish',
  twine: 'upload',
  uv: 'publish',
  poetry: 'publish',
  flit: 'publish',
  hatch: 'publish',
  pdm: 'publish',
  gem: 'push',
  mvn: 'deploy',
  dotnet: 'nuget push',
  nuget: 'push',
  vsce: 'publish',
  ovsx: 'publish',
  pod: 'trunk push',
  dart: 'pub publish',
  flutter: 'pub publish',
  mix: 'hex.publish',
  wapm: 'publish',
  pio: 'pkg publish',
  'semantic-release': '',
  'huggingface-cli': 'upload',
  clawhub: 'publish',
};
const POSTING_TOOL =
  /^(?:.{0,40}[_-])?(?:post_(?:tweet|status|update|to_\w{1,20})|tweet|create_(?:tweet|post|status)|publish_(?:post|article|package|page|release)|toot|share_(?:post|publicly)|submit_post)(?:[_-].{0,30})?$/i;

export function publishedBy(one: Invocation): Spending | undefined {
  const orders = PUBLISHERS[one.program];
  if (orders === undefined && one.program !== 'gh') return undefined;
  const words = argv(one);
  if (orders !== undefined) {
    const first = plainWords(words).slice(0, 3);
    const publishes = orders === '' || orders.split('|').some((order) => first.join(' ').startsWith(order));
    return publishes && !isRehearsal(words)
      ? said(
          'publishes to strangers',
          [one.program, ...plainWords(words)]
            .filter((word) => !word.includes(UNKNOWN))
            .join(' ')
            .slice(0, 100),
        )
      : undefined;
  }
  return follows(words, 'release create') && !words.includes('--draft')
    ? said('publishes a release', plainWords(words)[2] ?? '')
    : undefined;
}

export function postedByTool({ action }: AgentEvent): Spending | undefined {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return undefined;
  const tool = action.tool.slice(0, 100).replace(/([a-z])([A-Z])/g, '$1_$2');
  return POSTING_TOOL.test(tool) ? said('posts in public by a tool of the agent', action.tool) : undefined;
}
