/** What came back, also when the connection was closed before all was sent. */
export type Answer = { readonly status: number; readonly headers: Headers; readonly text: string; readonly json: Record<string, unknown> };

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json: unknown = response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : {};
  // Every JSON that the gateway answers is an object.
  return { status: response.status, headers: response.headers, text, json: json as Record<string, unknown> };
}

export type HeaderFields = Readonly<Record<string, string>>;

/** POST of a body as it stands. */
export async function post(url: string, body: string | Uint8Array<ArrayBuffer> | undefined, headers: HeaderFields): Promise<Answer> {
  return answerOf(
    await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
    }),
  );
}

export const get = async (url: string, headers: HeaderFields = {}): Promise<Answer> => answerOf(await fetch(url, { headers }));

/** One operation by POST, under a token or API key. */
export const graphql = (
  url: string,
  token: string | undefined,
  query: string,
  variables: Record<string, unknown> = {},
  headers: HeaderFields = {},
) => post(`${url}/graphql`, JSON.stringify({ query, variables }), { ...bearer(token), ...headers });

export const bearer = (token: string | undefined): HeaderFields => (token === undefined ? {} : { authorization: `Bearer ${token}` });

/** The codes of an answer's errors. */
export function codes({ json }: Answer): unknown[] {
  const errors = Array.isArray(json['errors']) ? json['errors'] : [];
  return errors.map((error: { extensions?: { code?: unknown }; code?: unknown }) => error.extensions?.code ?? error.code);
}

/** Words that would tell of the inside: addresses, ports, stacks, files. */
export const INSIDE = /127\.0\.0\.1|localhost|https?:|:\d+:\d+|\.ts\b|node_modules|ECONN|stacktrace|serviceName|"response"/;
