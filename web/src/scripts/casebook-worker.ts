// Lets the page of a mediator's case book be opened again without a network. It holds no word of a case.
import { keepPages } from "./kept-pages";

keepPages({
  cache: "dinh-casebook-1",
  isPage: (url) => /^\/hoa-giai\/[^/]+\/[^/]+\/so\/dien-thoai$/.test(url.pathname),
});
