import { languageOf } from "./send.js";

/**
 * XMLHttpRequest, because fetch can't tell how far a sending has come.
 * @param {HTMLElement} element knows where to
 * @param {FormData} body
 * @param {HTMLProgressElement | null} progress
 * @param {AbortSignal} stopped
 * @returns {Promise<{photo?: string, detail?: string}>}
 */
export function upload(element, body, progress, stopped) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.responseType = "json";
    request.upload.onprogress = (event) => {
      if (progress && event.lengthComputable) progress.value = event.loaded / event.total;
    };
    request.onload = () => (request.response && request.status < 500 ? resolve(request.response) : reject());
    request.onerror = request.onabort = () => reject();
    stopped.addEventListener("abort", () => request.abort());
    request.open("POST", element.dataset["upload"] ?? "");
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Accept-Language", languageOf(element));
    request.send(body);
  });
}
