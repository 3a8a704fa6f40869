/* cli/browser.h - prints a page to PDF with a browser that is installed, and opens one in the browser that the user likes.
 */
#ifndef CLI_BROWSER_H
#define CLI_BROWSER_H

/* Prints an HTML file. Returns the name of the browser that did it, or null: none is installed, or none made a PDF within
 * half a minute. The browser runs with a profile of its own, which is removed, and without a network. */
const char *browser_print(const char *html, const char *pdf);

/* Opens an HTML file, by its whole path, in the browser that the desktop has for such. Returns 0 where there is no desktop,
 * or where it opened nothing. */
int browser_open(const char *html);

#endif
