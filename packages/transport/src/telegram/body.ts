import type { Attachment } from "../contract.ts";
import type { Marked } from "./address.ts";
import { flatten } from "./rich.ts";
import type { File, Message } from "./update.ts";

/** Photos come in several sizes; three of this one fit into a turn, and it is enough to understand. */
const ENOUGH_BYTES = 85 * 1024;

/** What a person has written, wherever Telegram puts it; null for service messages and the like. */
export function textOf(message: Message): Marked | null {
  if (message.text !== undefined) return { text: message.text, entities: message.entities ?? [] };
  if (message.caption !== undefined) {
    return { text: message.caption, entities: message.caption_entities ?? [] };
  }
  const rich = flatten(message.rich_message);
  if (rich.text !== "") return rich;
  if (message.sticker) return { text: message.sticker.emoji ?? "(a sticker)", entities: [] };
  return attachedTo(message).length > 0 ? { text: "", entities: [] } : null;
}

/** Files of a message, with what is needed to fetch them later. */
export function attachedTo(message: Message): Attachment[] {
  const found: Attachment[] = [];
  const add = (kind: Attachment["kind"], file: File | undefined, name?: string, mime?: string) => {
    if (!file) return;
    const called = file.file_name ?? name;
    const type = file.mime_type ?? mime;
    found.push({
      kind,
      id: file.file_id,
      ...(called === undefined ? {} : { name: called }),
      ...(type === undefined ? {} : { mime: type }),
      ...(file.file_size === undefined ? {} : { size: file.file_size }),
    });
  };
  // An animation also comes as a document, for clients that do not know it.
  add("image", bestPhoto(message.photo), "photo.jpg", "image/jpeg");
  add("other", message.animation, "an animation");
  if (!message.animation) add("document", message.document);
  add("other", message.video, "a video");
  add("other", message.video_note, "a video message");
  add("audio", message.audio, "an audio file");
  add("audio", message.voice, "a voice message");
  return found;
}

/** The largest size that is small enough; sizes are in ascending order. */
function bestPhoto(sizes: readonly File[] | undefined): File | undefined {
  const small = sizes?.filter(({ file_size }) => (file_size ?? 0) <= ENOUGH_BYTES);
  return small?.at(-1) ?? sizes?.[0];
}
