// Lets the form of a point be opened again without a network.
import { keepPages } from "./kept-pages";

keepPages({
  cache: "dinh-kept-form-1",
  isPage: (url) => /^\/ke-hoach\/[^/]+\/[^/]+\/chot\/[^/]+$/.test(url.pathname),
  longest: 48 * 60 * 60 * 1000,
});
