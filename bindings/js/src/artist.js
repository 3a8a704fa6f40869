// Hands: how deep and how wide an artist's dots heal, learnt from healed results.
import { Handle, at, calling, each, fromJson, split } from "./native.js";
import { usingPalette } from "./palette.js";

/** A hand, given to match() as `artist`. */
export class Artist extends Handle {
  static kind = "Artist";
  /** Learns a hand from healed marks, six weeks old and older; fewer than five are hardly worth it. */
  static learn(palette, marks, options = {}) {
    const [about, rest] = split(options);
    return usingPalette(palette, (inks) => {
      const rows = marks.map((mark) => ({ ...mark, ink: typeof mark.ink === "string" ? inks.index(mark.ink) : mark.ink }));
      return new Artist(calling(about, (call) =>
        call.make("sct_artist_learn", "sct_artist_free", [call.struct("sct_artist_options", rest), at(inks), call.structs("sct_mark", rows), rows.length])));
    });
  }
  /** A hand from its JSON. */
  static open(source) {
    return new Artist(fromJson("sct_artist_from_json", "sct_artist_free", source));
  }
  json() {
    return calling({}, (call) => call.text("sct_artist_json", at(this)));
  }
  toJSON() {
    return JSON.parse(this.json());
  }
  get info() {
    return calling({}, (call) => call.get("sct_artist_info", "sct_artist_describe_sized", at(this)));
  }
  get inks() {
    return each("sct_artist_ink", "sct_artist_ink_at_sized", this, this.info.ink_count);
  }
  get marks() {
    return each("sct_mark_fit", "sct_artist_mark_at_sized", this, this.info.mark_count);
  }
}
