/** The studio, the whole consultation in a browser tab: the text of one HTML file that needs nothing else, and no network. */
export declare function studioPage(): Promise<string>;
