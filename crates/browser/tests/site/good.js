// Marks that scripts ran, brings an element late, and writes down keys and files.
const place = document.getElementById("late-place");
const keys = document.getElementById("keys");
document.getElementById("later").addEventListener("click", () => {
  setTimeout(() => { place.innerHTML = '<strong id="late">It came late</strong>'; }, 300);
  setTimeout(() => { place.innerHTML = "It went"; }, 900);
});
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input, textarea, select")) return;
  if (event.ctrlKey && event.key === "k") event.preventDefault();
  if (event.key === "Control" || event.key === "Shift") return;
  keys.textContent += `${event.ctrlKey ? "Control+" : ""}${event.key} `;
});
// Leaves only after a while, for a page with the same path: whoever does not wait still reads this page.
document.getElementById("leave").addEventListener("click", () => {
  setTimeout(() => { location.assign(`/?${Number(location.search.slice(1)) + 1}`); }, 300);
});
document.getElementById("files").addEventListener("change", async (event) => {
  const files = [...event.target.files];
  keys.textContent = (await Promise.all(files.map(async (file) => `${file.name}: ${await file.text()}`))).join(", ");
});
const zone = document.getElementById("zone");
zone.addEventListener("dragover", (event) => event.preventDefault());
zone.addEventListener("drop", async (event) => {
  event.preventDefault();
  const file = event.dataTransfer.files[0];
  zone.textContent = `${file.name} dropped: ${await file.text()}`;
});
