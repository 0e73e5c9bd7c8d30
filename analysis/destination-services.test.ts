import { parseDestination } from './destinations';

describe('service of a destination', () => {
  it.each([
    ['https://pastebin.com/api/api_post.php', 'paste'],
    ['https://x1y2.oast.fun/a', 'catcher'],
    ['https://webhook.site/0000', 'catcher'],
    ['https://interactsh.example.net/x', 'catcher'],
    ['https://paste.privatebin.example.net', 'paste'],
    ['https://transfer.sh/a.tgz', 'file-drop'],
    ['https://0000-00.ngrok-free.app', 'tunnel'],
    ['https://ngrok.example.net', 'tunnel'],
    ['https://hooks.slack.com/services/T0/B0/x', 'chat'],
    ['https://discord.com/api/webhooks/1/x', 'chat'],
    ['https://my-bucket.s3.eu-west-1.amazonaws.com/k', 'cloud-storage'],
    ['s3://my-bucket/k', 'cloud-storage'],
    ['https://bedrock-runtime.us-east-1.amazonaws.com/model', 'model'],
    ['https://api.anthropic.com/v1/messages', 'model'],
    ['git@github.com:a/b.git', 'code-host'],
    ['https://api.github.com/gists', 'paste'],
    ['https://bit.ly/x', 'shortener'],
  ])('%s is %s', (given, service) => {
    expect(parseDestination(given)).toMatchObject({ service });
  });

  it.each([
    'https://discord.com/channels/1',
    'https://notpastebin.com',
    'https://webhook.site.example.org/',
    'https://docs.ngrokish.example',
    'https://example.org/webhook.site',
    'http://127.0.0.1/pastebin.com',
    '/api/paste.ee',
  ])('%s is no known service', (given) => {
    expect(parseDestination(given)?.service).toBeUndefined();
  });
});

it('knows the service below a part that only running shows', () => {
  expect(parseDestination('https://\uFFFD.oast.fun/x')).toMatchObject({ class: 'unknown', service: 'catcher' });
});
