/* cli/browser.h - prints a page to PDF with a browser that is installed. */
#ifndef CLI_BROWSER_H
#define CLI_BROWSER_H

/* Prints an HTML file. Returns the name of the browser that did it, or null: none is installed, or none made a PDF within
 * half a minute. The browser runs with a profile of its own, which is removed, and without a network. */
const char *browser_print(const char *html, const char *pdf);

#endif
