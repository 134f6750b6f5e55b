/** Hands a file to the browser, which keeps it where this person keeps downloads. */
export function saveFile(name: string, blob: Blob) {
  const address = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement('a'), { href: address, download: name });
  link.click();
  // Some browsers take it only after the turn it was asked in.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
