/** The picture of a receipt, given to the person: by the phone's own way of sharing where it takes pictures, else as a download. */

import { announceBelow } from "./said.js";
import { giveFile } from "./files.js";
import { drawPicture } from "./picture.js";

/** @param {import("../ui/batches.js").Batch} batch */
export function savePicture(batch) {
  return new Promise((resolve) => {
    drawPicture(batch).toBlob((blob) => {
      if (!blob) announceBelow("app.receipts.picture.failed");
      else void giveFile(new File([blob], `wian-${batch.event}.png`, { type: "image/png" })).then(resolve);
    }, "image/png");
  });
}
