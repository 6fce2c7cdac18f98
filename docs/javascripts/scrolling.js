// A table wider than its place is scrolled by keyboard too: Tab reaches it, and its caption or its heading names it.
{
  const nameOf = (place) => {
    const caption = place.querySelector("caption")
    if (caption) return caption.textContent
    const above = [...document.querySelectorAll("article :is(h1, h2, h3, h4)")].filter(
      (heading) => heading.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING,
    )
    return above.length ? above.at(-1).textContent.replace("¶", "").trim() : document.title
  }

  const sized = new ResizeObserver((places) => {
    for (const { target } of places) {
      if (target.scrollWidth > target.clientWidth) {
        target.setAttribute("tabindex", "0")
        target.setAttribute("role", "region")
        target.setAttribute("aria-label", nameOf(target))
      } else {
        for (const name of ["tabindex", "role", "aria-label"]) target.removeAttribute(name)
      }
    }
  })

  // the theme has put each table in its place when this is told
  document$.subscribe(() => {
    for (const place of document.querySelectorAll(".md-typeset__scrollwrap")) sized.observe(place)
  })
}
