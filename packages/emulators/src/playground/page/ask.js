/** Asks the page's server for something. @throws Error with its sentence */
export async function post(path, body = {}) {
  return read(
    await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }).catch(unreachable),
  );
}

export const get = async (path) => read(await fetch(path).catch(unreachable));

async function read(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}

function unreachable() {
  throw new Error("npm start does not answer any more");
}
