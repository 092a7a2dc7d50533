// Uploads one file with tus-js-client, in the way that the first argument names, and prints what came of it.
import { readFileSync } from "node:fs";
import * as tus from "tus-js-client";

const [way, endpoint, token, file, metadata] = process.argv.slice(2);
const bytes = readFileSync(file);
const chunk = Math.ceil(bytes.length / 3);
const choices = {
  whole: {},
  chunks: { chunkSize: chunk },
  "with-creation": { uploadDataDuringCreation: true },
  "chunks-with-creation": { uploadDataDuringCreation: true, chunkSize: chunk },
};

function start(options) {
  return new Promise((resolve, reject) => {
    const upload = new tus.Upload(bytes, {
      endpoint,
      metadata: JSON.parse(metadata),
      headers: { Authorization: `Bearer ${token}` },
      retryDelays: [0, 100, 500],
      onError: reject,
      onSuccess: () => resolve(upload),
      ...options,
    });
    if (options.stopAfter) {
      upload.options.onChunkComplete = (_size, accepted) => {
        if (accepted >= options.stopAfter) upload.abort().then(() => resolve(upload), reject);
      };
    }
    upload.start();
  });
}

let upload;
if (way === "resumed") {
  const begun = await start({ chunkSize: chunk, stopAfter: chunk });
  upload = await start({ uploadUrl: begun.url, chunkSize: chunk });
} else if (way === "terminated") {
  const begun = await start({ chunkSize: chunk, stopAfter: chunk });
  await tus.Upload.terminate(begun.url, { headers: { Authorization: `Bearer ${token}` }, retryDelays: null });
  upload = begun;
} else {
  upload = await start(choices[way]);
}
console.log(JSON.stringify({ url: upload.url, way }));
process.exit(0);
