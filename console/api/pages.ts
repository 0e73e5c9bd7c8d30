/** The console's pages: files that the build made, served as they are. They hold nothing secret, so that whoever asks may have them. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import express from 'express';
import type { Express, Request, Response } from 'express';

/** Below the build, also when this runs from the sources. */
export const BUILT_PAGES = join(resolve(__dirname, '..', '..').replace(/[\\/]build$/, ''), 'build', 'web');

const POLICY = [
  "default-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const NOT_BUILT = `The pages of the console are not there: they are made by \`npm run build\` (or \`npm ci\`) in the folder of Gander.
The API works without them: see /api/openapi.json and docs/api.md.
`;

/** Files of the folder; any other address that is none of the API's is answered with the start page, which reads it itself. */
export function servePages(app: Express, folder: string): void {
  const start = join(folder, 'index.html');
  const prepare = (response: Response) => response.set('Content-Security-Policy', POLICY);
  // What is below assets/ has a digest in its name.
  const files = express.static(folder, {
    index: false,
    dotfiles: 'ignore',
    redirect: false,
    cacheControl: false,
    setHeaders: (response: Response, path) => {
      prepare(response);
      if (path.startsWith(join(folder, 'assets'))) response.set('Cache-Control', 'public, max-age=31536000, immutable');
    },
  });
  app.use((request, response, next) => {
    if (!isPage(request)) {
      next();
      return;
    }
    files(request, response, () => {
      if (isFile(request.path)) {
        next();
        return;
      }
      prepare(response);
      if (existsSync(start) && statSync(start).isFile()) response.sendFile(start, { cacheControl: false });
      else response.status(404).type('text/plain').send(NOT_BUILT);
    });
  });
}

/** Addresses that other parts answer, now or later, are no pages. */
const isPage = ({ method, path }: Request): boolean =>
  (method === 'GET' || method === 'HEAD') && !/^\/(?:api|jaeger|loki|metrics|healthz|readyz)(?:\/|$)/i.test(path);

/** A file that is not there is told so; a name within a longer address may well have a dot. */
const isFile = (path: string): boolean => /^\/(?:assets\/|[^/]*\.[a-z\d]{1,8}$)/i.test(path);
