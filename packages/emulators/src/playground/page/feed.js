/**
 * The server's view of one place, pushed whole whenever it changes. The browser connects again by
 * itself, also to another `npm start`.
 *
 * @param {{ onView: (view: object) => void, onGone: (ended: boolean) => void, onNone: () => void }} told
 *   `onNone`: there is no such place, the first one is shown
 * @returns {(stage?: string, place?: string) => void} looks at another place, or at the first of a platform
 */
export function feed({ onView, onGone, onNone }) {
  let events = null;
  let ended = false;
  const look = (stage, place) => {
    events?.close();
    const query = new URLSearchParams({ ...(stage && { stage }), ...(place && { place }) });
    const mine = new EventSource(`events?${query}`);
    events = mine;
    const heard = (act) => (event) => {
      if (events === mine) act(event);
    };
    mine.addEventListener(
      "message",
      heard(({ data }) => {
        ended = false;
        onView(JSON.parse(data));
      }),
    );
    // A goodbye; whatever ends without one has been lost.
    mine.addEventListener(
      "end",
      heard(() => {
        ended = true;
        onGone(true);
      }),
    );
    mine.addEventListener(
      "error",
      heard(() => {
        // Closed for good: there is no such place (any more).
        if (mine.readyState !== EventSource.CLOSED || !stage) return onGone(ended);
        onNone();
        look(place && stage);
      }),
    );
  };
  return look;
}
