// Sends JSON requests to a server; returns status and parsed body.

export interface Answer {
  status: number;
  headers: Headers;
  body: unknown;
}

export async function ask(
  url: string,
  options: {
    method?: string;
    json?: unknown;
    text?: string;
    headers?: Record<string, string>;
    redirect?: RequestRedirect;
  } = {},
): Promise<Answer> {
  const body = options.text ?? (options.json === undefined ? undefined : JSON.stringify(options.json));
  const response = await fetch(url, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.redirect && { redirect: options.redirect }),
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  const isJson = text !== '' && response.headers.get('content-type')?.startsWith('application/json');
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
}
