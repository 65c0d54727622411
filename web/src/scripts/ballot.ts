// The code of a household's letter, taken from the address's fragment, which no server ever sees.
export {};

// A letter's QR code leads to `/bieu-quyet/…#CODE`: the code goes into its field, and out of the address.
const field = document.querySelector<HTMLInputElement>("input[data-from-fragment]");
if (field && location.hash.length > 1) {
  field.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname + location.search);
  field.form?.requestSubmit();
}
