/**
 * Pictures on a canvas: a strict page forbids `blob:` images, and a phone's photo is far larger
 * than anybody needs.
 */

const LONGEST = 2048; // pixels
const SMALL = 500_000; // bytes that are not worth shrinking
const LARGE = 5000; // pixels that are: the server takes 40 million in all
const QUALITY = 0.85;

/**
 * The photo, at most 2048 pixels long, or the file itself where this browser can't read it (as
 * HEIC): the server can.
 * @param {File} file
 * @returns {Promise<Blob>}
 */
export async function shrunk(file) {
  try {
    const picture = await readable(file);
    const longest = Math.max(picture.width, picture.height);
    if (file.size <= SMALL && longest <= LARGE) return file;
    const scale = Math.min(1, LONGEST / longest);
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const smaller = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    return smaller && (smaller.size < file.size || longest > LARGE) ? smaller : file;
  } catch {
    return file;
  }
}

/**
 * The picture; where it needs more memory than there is (48 megapixels on a small phone), made
 * smaller while it is read.
 * @param {File} file
 */
function readable(file) {
  /** @type {ImageBitmapOptions} */
  const upright = { imageOrientation: "from-image" };
  return createImageBitmap(file, upright).catch(() => createImageBitmap(file, { ...upright, resizeWidth: LONGEST }));
}

/**
 * Fills `canvas` with the middle of the picture.
 * @param {File} file
 * @param {HTMLCanvasElement | null} canvas
 */
export async function drawn(file, canvas) {
  try {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const side = Math.min(picture.width, picture.height);
    const [left, top] = [(picture.width - side) / 2, (picture.height - side) / 2];
    if (canvas) canvas.getContext("2d")?.drawImage(picture, left, top, side, side, 0, 0, canvas.width, canvas.height);
    picture.close();
  } catch {
    // A kind of picture that this browser can't show: the row says its name and state all the same.
  }
}
