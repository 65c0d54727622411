// Lets the list at the door of a meeting be opened again without a network. The page names people: it is kept for two
// days at most.
import { keepPages } from "./kept-pages";

keepPages({
  cache: "dinh-door-1",
  isPage: (url) => /^\/dan-ban\/[^/]+\/[^/]+\/lan\/[^/]+(?:\/cum\/\d+)?\/diem-danh$/.test(url.pathname),
  longest: 48 * 60 * 60 * 1000,
});
