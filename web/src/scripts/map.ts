// Maps: places shown with their pages, or a place picked for a form. A page's map stands hidden until its pictures come; when
// none do, it goes away again and says so.
import * as L from "leaflet";

interface Mark {
  latitude: number;
  longitude: number;
  title: string;
  href: string;
}

const NEAR = 15;

function attend(box: HTMLElement): void {
  const frame = box.querySelector<HTMLElement>(".dinh-map__frame");
  const state = box.querySelector<HTMLElement>("[role=status]");
  if (!frame) return;
  const data = box.dataset;
  const marks = JSON.parse(data.marks || "[]") as Mark[];
  const [latitude, longitude, zoom] = (data.view ?? "").split(",").map(Number);
  box.hidden = false;
  const map = L.map(frame, { zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false });
  L.control.zoom({ zoomInTitle: data.larger, zoomOutTitle: data.smaller }).addTo(map);
  const credit = document.createElement("span");
  credit.textContent = data.attribution ?? "";
  L.control.attribution({ prefix: false }).addAttribution(credit.outerHTML).addTo(map);
  const places = marks.map((mark) => L.latLng(mark.latitude, mark.longitude));
  if (places.length > 0) map.fitBounds(L.latLngBounds(places), { maxZoom: NEAR, padding: [24, 24] });
  else map.setView([latitude, longitude], zoom);

  let come = 0;
  let failed = 0;
  const pictures = L.tileLayer(data.tiles ?? "", { maxZoom: 18 });
  pictures.on("tileload", () => (come += 1));
  pictures.on("tileerror", () => {
    failed += 1;
    if (come > 0 || failed < 3) return;
    frame.hidden = true;
    for (const part of Array.from(box.querySelectorAll<HTMLElement>(".dinh-buttons, .govuk-hint"))) part.hidden = true;
    if (state) state.textContent = data.failed ?? "";
    map.remove();
  });
  pictures.addTo(map);

  const dot = (place: L.LatLngExpression) =>
    L.marker(place, { keyboard: false, icon: L.divIcon({ className: "dinh-map__pin", iconSize: [22, 22], iconAnchor: [11, 26] }) });
  // What is at one place shares a mark: none hides another.
  const together = new Map<string, Mark[]>();
  for (const mark of data.latitude ? [] : marks) {
    const key = `${mark.latitude},${mark.longitude}`;
    together.set(key, [...(together.get(key) ?? []), mark]);
  }
  for (const here of Array.from(together.values())) {
    const list = document.createElement("ul");
    list.className = "dinh-list";
    for (const mark of here) {
      const item = list.appendChild(document.createElement("li"));
      const link = item.appendChild(document.createElement("a"));
      link.href = mark.href;
      link.textContent = mark.title;
    }
    const title = here.map((mark) => mark.title).join("; ");
    L.marker([here[0].latitude, here[0].longitude], { title, icon: L.divIcon({ className: "dinh-map__mark", iconSize: [22, 22] }) })
      .bindPopup(list)
      .addTo(map);
  }

  const form = box.closest("form");
  if (!form || !data.latitude || !data.longitude) return;
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement;
  const [north, east] = [field(data.latitude), field(data.longitude)];
  const pin = box.querySelector<HTMLButtonElement>("[data-pin]");
  const unpin = box.querySelector<HTMLButtonElement>("[data-unpin]");
  let shown: L.Marker | undefined;
  const put = (place: L.LatLng | undefined, words: string | undefined) => {
    north.value = place ? place.lat.toFixed(6) : "";
    east.value = place ? place.wrap().lng.toFixed(6) : "";
    shown?.remove();
    shown = place && dot(place).addTo(map);
    if (unpin) unpin.hidden = !place;
    if (state) state.textContent = words ?? "";
  };
  if (north.value && east.value) {
    const place = L.latLng(Number(north.value), Number(east.value));
    map.setView(place, NEAR);
    put(place, data.pinned);
  }
  map.on("click", (event) => put(event.latlng, data.pinned));
  pin?.addEventListener("click", () => put(map.getCenter(), data.pinned));
  unpin?.addEventListener("click", () => {
    put(undefined, data.unpinned);
    pin?.focus();
  });
  // The telephone found out where it is.
  form.addEventListener("located", () => {
    const place = L.latLng(Number(north.value), Number(east.value));
    map.setView(place, NEAR);
    put(place, data.pinned);
  });
}

for (const box of Array.from(document.querySelectorAll<HTMLElement>("[data-map]"))) attend(box);
