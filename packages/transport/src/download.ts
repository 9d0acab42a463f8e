/**
 * Fetches a file of limited size.
 *
 * @returns its bytes in base64
 * @throws Error with a short reason; never with the URL, which may hold a token
 */
export async function download(url: string, mostBytes: number): Promise<string> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch {
    throw new Error("the file cannot be fetched");
  }
  if (!response.ok || !response.body)
    throw new Error(`the file server answered ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (size > mostBytes) throw new Error("the file is larger than announced");
    chunks.push(chunk);
  }
  return base64(chunks);
}

function base64(chunks: readonly Uint8Array[]): string {
  const parts = chunks.map((chunk) => {
    let binary = "";
    for (const byte of chunk) binary += String.fromCharCode(byte);
    return binary;
  });
  return btoa(parts.join(""));
}
