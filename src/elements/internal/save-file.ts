/** Offers a file to the person, as a download. */
export function saveFile(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // the download has its own hold on the file from the next task on
  setTimeout(() => URL.revokeObjectURL(link.href));
}
