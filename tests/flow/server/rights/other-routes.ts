// The routes beside the HTTP table, each with its caller: libraries register them. Who adds a route adds it to the table, not
// here.
import type { Caller } from '../../../../contract/operation.ts';

export interface OtherRoute {
  /** as Fastify has it; a star stands for the rest of the path */
  url: string;
  caller: Caller;
  /** an address of it that exists, for the fuzz */
  example: string;
}

/** All are read with GET or HEAD. They show the code and the description of the API, which are public. */
export const OTHER_ROUTES: readonly OtherRoute[] = [
  { url: '/*', caller: 'anyone', example: '/index.html' },
  { url: '/docs', caller: 'anyone', example: '/docs' },
  { url: '/docs/json', caller: 'anyone', example: '/docs/json' },
  { url: '/docs/yaml', caller: 'anyone', example: '/docs/yaml' },
  { url: '/docs/static/*', caller: 'anyone', example: '/docs/static/swagger-ui.css' },
  { url: '/docs/static/index.html', caller: 'anyone', example: '/docs/static/index.html' },
  {
    url: '/docs/static/swagger-initializer.js',
    caller: 'anyone',
    example: '/docs/static/swagger-initializer.js',
  },
];
