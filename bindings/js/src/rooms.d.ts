import type {
  AdviceItem, Agreement, ArtistInfo, ArtistInk, ArtistOptions, Assumption, Age, Blend, CameraInfo, CardOptions, ChartFacts, ChartInfo, ChartPatch,
  ChartSwatch, Conditions, Cup, CupOptions, Confidence, Correction, Cov, Drawdown, Feature, Flag, Hair, HairKind, HealBand, HealOptions, HealedInfo,
  HealedPart, Illuminant, Ink, InkColour, InkEntry, InkOpticsInfo, InkPigment, LCh, Lab, Limit, LookInfo, Mark, MarkFit, MatchOptions, MatchRow,
  MeasureOptions, MeasurementInfo, Metric, MetricParams, Monk, Observer, PageOptions, PaletteConvertOptions, PaletteInfo, PhotoInfo,
  PixelFormat, PixelSpace, PlanStep, PreviewInfo, PreviewOptions, PreviewResult, RGB, RankingInfo, Region, Role, Scale, Shadow,
  ShadowOptions, ShapeKind, Skin, Swatch, SwatchField, SwatchesInfo, SkinFit, Stage, StockChange, Substitute, SubstituteOptions, Tissue, Verdict, VerifyInfo, VerifyLines, VerifyOptions, XYZ,
} from "./records.js";
export * from "./records.js";

// ---- errors ----

/** The base of all errors of scalptone. */
export declare class ScalptoneError extends Error {
  constructor(message: string, code?: string, status?: number, flag?: string | null);
  /** The status as a word, such as "photo-damaged"; stable, to be compared with. */
  readonly code: string;
  /** Its number. */
  readonly status: number;
  /** What is wrong, for people. */
  readonly reason: string;
  /** What to do about it, for people; "" where nothing is known. */
  readonly fix: string;
  /** The quality flag behind it, such as "no-chart"; null where there is none. */
  readonly flag: string | null;
}
/** An argument or option is wrong: out of its range, contradictory, or a shape outside the photo. */
export declare class UseError extends ScalptoneError {}
/** The photo cannot be read: no photo, damaged, too large, not supported, or its profile cannot be used. */
export declare class PhotoError extends ScalptoneError {}
/** A palette, chart, measurement or record breaks its format; `reason` begins with the place. */
export declare class PaletteError extends ScalptoneError {}
/** A chart was demanded, and none was found or it cannot be used. */
/** A record is sealed, and its passphrase is missing or wrong. */
export declare class PassphraseError extends PaletteError {}

export declare class ChartError extends ScalptoneError {}
/** There is nothing to measure: no skin, no hair, or a colour that no skin has. */
export declare class NothingError extends ScalptoneError {}
/** No ink may be called the best yet. `flag` says why, and `fix` is the one thing to do. */
export declare class NotSure extends ScalptoneError {}
/** Memory is out. */
export declare class OutOfMemory extends ScalptoneError {}
/** The work was stopped. */
export declare class Cancelled extends ScalptoneError {}
/** A defect in scalptone; please report it. */
export declare class InternalError extends ScalptoneError {}

// ---- what all rooms share ----

/** How long work is watched and stopped. */
export interface Watch {
  /** Told how far the work is, as a share [0, 1] of a stage. What it throws stops the work and comes out of the call. */
  progress?: (stage: Stage, fraction: number) => void;
  /** Stops the work with Cancelled. Work keeps its thread busy, so this needs progress from elsewhere, such as the worker entry. */
  signal?: AbortSignal;
  /** Of the words in pictures and pages; see languages(). */
  language?: string;
}
/** Bounds by name; see limits(). */
export type Limits = { readonly [K in Limit]?: number };
/** A colour as L*, a*, b*. */
export type Colour = Lab | readonly number[];
/** JSON as its text, its bytes, or what JSON.parse made of it. */
export type Json = string | BufferSource | object;
/** What the engine owns the memory of. */
export declare abstract class Handle {
  /** Gives the memory back at once; else the garbage collector does, some time. Whatever was made of it stays valid. */
  free(): void;
  /** Whether it was freed. */
  readonly freed: boolean;
  [Symbol.dispose](): void;
}
declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
  }
}
/** Rows of pixels from top to bottom, without gaps. */
export interface Pixels<T = Uint8Array | Uint16Array | Float32Array> {
  readonly data: T;
  readonly width: number;
  readonly height: number;
  readonly channels: number;
}

// ---- photo ----

export interface PhotoOptions {
  /** Bounds for this photo and what is done with it. */
  limits?: Limits;
  /** What messages call it. */
  name?: string;
  /** The colour profile of pixels; without, they are sRGB. */
  icc?: Uint8Array;
  /** EXIF orientation of pixels [1, 8]. */
  orientation?: number;
}
/** Pixels in memory: ImageData of a canvas will do. */
export interface PixelSource {
  readonly data: Uint8Array | Uint8ClampedArray | Uint16Array;
  readonly width: number;
  readonly height: number;
  readonly channels?: number;
}
export interface PixelOptions extends Watch {
  /** "u8" (default), "u16", or "f32", where 1 is white. */
  format?: PixelFormat;
  /** "srgb" (default), "linear-srgb", "xyz-d50" ("f32" only), or "own". */
  space?: PixelSpace;
  /** 3 (default), or 4 with opacity. */
  channels?: 3 | 4;
}
/** A photo of a client: opened from a file's bytes (PNG, JPEG), or from pixels. It never changes. */
export declare class Photo extends Handle {
  private constructor();
  /** Reads the header only, so it is quick and tells early when a file is of no use. Throws PhotoError, UseError. */
  static open(source: BufferSource | PixelSource, options?: PhotoOptions): Photo;
  /** The photo that the flash alone would have made, of one with the flash and one of the same view without. */
  static fromFlash(flash: Photo, noFlash: Photo, options?: Watch & { camera?: Camera }): Photo;
  readonly info: PhotoInfo;
  readonly name: string | null;
  readonly limits: Limits;
  /** Pixels, as seen. */
  readonly width: number;
  readonly height: number;
  /** What is weak about it. */
  readonly flags: readonly Flag[];
  flagsIn(language: string): readonly Flag[];
  /** The photo as seen, upright. */
  pixels(options?: PixelOptions): Pixels;
  /** The photo as a PNG with the reason why it could not be measured, and what to do about it, below. */
  refusalPng(error: unknown): Uint8Array;
}
export type PhotoLike = Photo | BufferSource | PixelSource;

export interface ShapeOptions {
  /** Numbers are percent of the photo's width and height, not pixels. */
  percent?: boolean;
  /** Of a grey card: the share of the light that it reflects [0.02, 0.98]. */
  reflectance?: number | null;
}
/** A place in a photo. */
export declare class Shape {
  constructor(kind: ShapeKind, numbers: readonly number[], options?: ShapeOptions);
  static rect(x: number, y: number, width: number, height: number, options?: ShapeOptions): Shape;
  static circle(x: number, y: number, radius: number, options?: ShapeOptions): Shape;
  static poly(corners: readonly (readonly [number, number])[], options?: ShapeOptions): Shape;
  /** A tap: the skin or hair around this place, as far as it looks alike. */
  static point(x: number, y: number, options?: ShapeOptions): Shape;
  /** A stroke over two places or more, which grows as a tap does. */
  static line(places: readonly (readonly [number, number])[], options?: ShapeOptions): Shape;
  /** What is not zero in a picture of one byte a pixel, or in the bytes of a PNG. */
  static mask(picture: BufferSource | Pixels<Uint8Array> | { data: Uint8Array; width: number; height: number }): Shape;
  /** The same for a grey card that reflects this share of the light. */
  grey(reflectance: number): Shape;
  readonly kind: ShapeKind;
  readonly numbers: readonly number[];
}
/** A Shape, or the words of the command line: "rect:20%,10%,9%,9%", "circle:X,Y,R", "poly:X,Y X,Y X,Y", "point:X,Y", "line:X,Y X,Y". */
export type ShapeLike = Shape | string;
export type Shapes = ShapeLike | readonly ShapeLike[];

// ---- measure ----

export interface ViewOptions {
  /** Where they are; without, they are looked for: look at overlayPng. */
  skin?: Shapes;
  hair?: Shapes;
  /** Grey cards. */
  grey?: Shapes;
  /** What is wanted; default skin and hair. */
  roles?: readonly Role[];
}
/** One photo of the client and what to look for in it, where several photos differ in that. */
export declare class View {
  constructor(photo: PhotoLike, options?: ViewOptions & { name?: string });
  readonly photo: Photo;
}
export interface ChartChoice {
  /** The id of the only chart to look for, or a chart of your own. */
  chart?: string | Chart;
  /** Charts to look for besides the built-in ones. */
  charts?: readonly Chart[];
  /** Whether one seen in a mirror is taken, and flagged; default true. */
  allow_mirrored?: boolean;
}
export type MeasureArguments = ViewOptions & Watch & ChartChoice & Omit<MeasureOptions, "chart" | "camera" | "chart_photo"> & {
  /** Another photo of the same light that shows the chart. */
  chart_photo?: PhotoLike;
  /** What an earlier photo of a chart told of it, for photos that show none. */
  camera?: Camera;
  /** Whether to keep what each pixel was taken for, a byte each (default true): overlays and previews need it. */
  labels?: boolean;
  limits?: Limits;
};
/** Measures skin and hair in one photo of a client, or in several, which are averaged. Throws NothingError, ChartError, PhotoError. */
export declare function measure(photos: PhotoLike | View | readonly (PhotoLike | View)[], options?: MeasureArguments): Measurement;

/** What was measured of a client. It needs the photos no more, and can be kept as JSON. */
export declare class Measurement extends Handle {
  private constructor();
  /** A measurement of colours that an instrument gave. */
  static fromLab(colours: {
    skin?: Colour;
    hair?: Colour;
    /** How far each may be off, 95 % bound, CIEDE2000 [0.1, 50]; default 2 and 3. */
    skin_u95_de00?: number;
    hair_u95_de00?: number;
    /** "stubble" (default) or "grown". */
    kind?: HairKind;
  }): Measurement;
  static fromJson(source: Json): Measurement;
  /** The measurement as JSON, one line; the same that the command writes. */
  json(): string;
  toJSON(): object;
  readonly info: MeasurementInfo;
  /** null when it was not measured. */
  readonly skin: Skin | null;
  readonly hair: Hair | null;
  /** How the colours were corrected: of the photo that stands for all, and of each. */
  readonly correction: Correction;
  readonly corrections: readonly Correction[];
  /** How large a pixel of each photo is on the head, and how that is known. */
  readonly scales: readonly (Scale | null)[];
  readonly photos: readonly PhotoInfo[];
  /** How each photo agrees with the others. */
  readonly agreements: readonly Agreement[];
  /** What the colours rest on. */
  readonly regions: readonly Region[];
  readonly flags: readonly Flag[];
  flagsIn(language: string): readonly Flag[];
  /** What was done to the colours of a photo; measure.h has the formula. */
  transform(index?: number): {
    readonly matrix: readonly (readonly number[])[];
    readonly plane_x: readonly number[];
    readonly plane_y: readonly number[];
    readonly curve_in: readonly (readonly number[])[];
    readonly curve_out: readonly (readonly number[])[];
    readonly active: boolean;
  };
  /** The pixels of a photo, corrected; default "f32" in "linear-srgb". */
  pixels(photo: Photo, index?: number, options?: PixelOptions): Pixels;
  /** The photo as a PNG with the regions and rejected pixels drawn in: look at it before you believe a number. */
  overlayPng(photo: PhotoLike, index?: number, options?: Watch): Uint8Array;
  /** What each pixel was taken for: 0 none, 1 skin, 2 hair, 3 specular, 4 shadow, 5 clipped, 6 chart. */
  labels(index?: number): { readonly data: Uint8Array; readonly width: number; readonly height: number };
  labelsPng(index?: number): Uint8Array;
  match(palette?: PaletteLike, options?: MatchArguments): Ranking;
  /** An ink at a dilution of one's own on this client's skin, to be shown in a preview. */
  look(palette: PaletteLike, ink: number | string, parts_water?: number, options?: MatchArguments & When): Look;
  preview(photo: PhotoLike, options?: PreviewArguments): Preview;
}

// ---- palette ----

export type PaletteLike = Palette | Json;
/** The names of the palettes that ship. */
export declare function palettes(): string[];
/** A palette: one that ships by its name, or JSON as text, bytes or an object. Throws PaletteError. */
export declare function palette(source?: PaletteLike): Palette;
/** A palette in another format (JSON, CSV, CGATS, gpl, ase; sbz where the library was built with expat), and a sentence for each thing that was lost or had to be assumed. */
export declare function convertPalette(source: PaletteLike, options?: PaletteConvertOptions): { data: Uint8Array; notes: string[] };
/** Inks, in the order of their file. A palette never changes. */
export declare class Palette extends Handle implements Iterable<Ink> {
  private constructor();
  static open(source?: PaletteLike): Palette;
  readonly info: PaletteInfo;
  /** What was odd about the file, each with the place in it. */
  readonly warnings: readonly string[];
  readonly length: number;
  [Symbol.iterator](): IterableIterator<Ink>;
  has(ink: string): boolean;
  /** The number of an ink by its id, or by its number, from the end where that is negative. */
  index(ink: number | string): number;
  ink(ink: number | string): Ink;
  pigments(ink: number | string): readonly InkPigment[];
  colours(ink: number | string): readonly InkColour[];
  ingredients(ink: number | string): readonly string[];
  /** What people call an ink, or two in one syringe. */
  title(ink: number | string, blend?: Partial<Blend>): string;
  /** The best optics that an ink offers. Throws NothingError where neither films nor composition tell enough. */
  optics(ink: number | string): InkOptics;
  json(): string;
  inkJson(ink: number | string): string;
  toJSON(): object;
}
/** What an ink absorbs and scatters in skin, and what that rests on. */
export declare class InkOptics extends Handle {
  private constructor();
  /** From Colour Index numbers and mass fractions of the fluid [0, 1]. */
  static fromComposition(pigments: Readonly<Record_<number>>): InkOptics;
  /** From films that somebody measured (1 to 16). */
  static fromDrawdowns(films: readonly Drawdown[], options?: {
    pigments?: Readonly<Record_<number>>;
    /** Thickness of the films when wet, um [1, 1000]; NaN (default): not known. */
    wet_um?: number;
    /** Standard deviation of the measured Lab [0.01, 10]; default 0.3. */
    lab_sd?: number;
  }): InkOptics;
  readonly info: InkOpticsInfo;
  readonly flags: readonly Flag[];
  /** Of one unit of load in tissue: 400 to 700 nm by 10 nm. */
  readonly curves: { readonly absorption_per_cm: number[]; readonly scattering_per_cm: number[]; readonly anisotropy: number[] };
}
type Record_<T> = { [key: string]: T };

// ---- films of ink ----

/** One film, or bare paper: by the name of a field of the sheet for films ("A1w"), or by a shape. */
export type Film = SwatchField & { shape?: ShapeLike };
/** What became of a palette: its JSON, and a sentence for each thing to know of it. */
export interface Written {
  readonly text: string;
  readonly notes: string[];
}
/** The JSON of a palette with one more ink, by what is known of it. Without a palette, one begins. */
export declare function addInk(entry: InkEntry, palette?: PaletteLike | null): string;
/** Reads films of ink in photos, drawn down on paper beside a chart or a measured card. Shapes of a View are grey cards. */
export declare function swatches(photos: PhotoLike | View | readonly (PhotoLike | View)[], films: readonly Film[], options?: Watch & ChartChoice & Omit<MeasureOptions, "chart" | "camera" | "chart_photo">): Swatches;
/** Films that were read. */
export declare class Swatches extends Handle {
  private constructor();
  readonly info: SwatchesInfo;
  readonly films: readonly Swatch[];
  readonly flags: readonly Flag[];
  /** A palette with an ink of these colours. Where the id is that of an ink of the palette, they are added to it. */
  ink(entry: InkEntry, palette?: PaletteLike | null): Written;
  /** Compares the films of a mix with what an ink at the wanted dilution would look like: the cup check. */
  cup(palette: PaletteLike, ink: number | string, options: CupOptions): Cup;
}

// ---- the shelf ----

/** A palette's JSON in which inks are in stock or not, with lot and expiry. What is not given stays as it is, "" takes a text out. */
export declare function stock(palette: PaletteLike, which: string, change?: Omit<StockChange, "which">): string;
/** Several palettes as one, the first before the others; with a sentence for each ink that stood in two. */
export declare function merge(palettes: readonly PaletteLike[]): Written;
/** What heals most like an ink that is no longer made, the closest first. Without skins, five from light to dark are looked at. */
export declare function substitutes(palette: PaletteLike, ink: number | string, options?: Watch & SubstituteOptions & { skins?: readonly Colour[] }): readonly Substitute[];
/** A piece of advice; `ink` is null where it is about the palette as a whole. */
export type Advice = Omit<AdviceItem, "ink"> & { readonly ink: number | null };
/** What is missing in a palette or looks like a slip, why it matters, and how to get it right. */
export declare function checkPalette(palette: PaletteLike): readonly Advice[];

// ---- match ----

export type MatchArguments = Watch & Omit<MatchOptions, "artist"> & {
  /** The hand that will set the ink. */
  artist?: Artist;
};
/** How long after the session, and how fast it fades. */
export interface When {
  age?: Age;
  years?: number;
  fade_per_year?: number;
}
/** Ranks the inks of a palette for a client: a Measurement, or a photo, which is measured first. */
export declare function match(client: Measurement | PhotoLike, palette?: PaletteLike, options?: MatchArguments): Ranking;
/** The options of match that the name on a needle's box stands for, such as "3RL-0.25". */
export declare function needle(words: string): { needle_pins: number; needle_pin_mm: number };
/** What to draw up to mix a recipe again for another cup, ml, on the marks of a 1 ml syringe. */
export declare function mix(volume_ml: number, parts_water: number, parts_ink?: number, parts_second?: number): {
  ink_ml: number;
  second_ml: number;
  water_ml: number;
};
/** The JSON Schema (2020-12) of a ranking. */
export declare function schema(): string;
/** Rows with recipes, best first. */
export declare class Ranking extends Handle implements Iterable<MatchRow> {
  private constructor();
  static fromJson(source: Json, client: Measurement, palette: PaletteLike, options?: MatchArguments): Ranking;
  readonly client: Measurement;
  readonly palette: Palette;
  /** The ranking as JSON, one line, with at most so many rows (0: all); the same that the command writes. */
  json(rows?: number): string;
  toJSON(): object;
  readonly info: RankingInfo;
  /** Whether the first row may be called the best. Where it is false, show what would make the answer trustworthy, not a recipe. */
  readonly pick: boolean;
  /** How sure the order of the rows is. */
  readonly confidence: Confidence;
  readonly flags: readonly Flag[];
  flagsIn(language: string): readonly Flag[];
  /** The first row, where it may be called the best; else throws NotSure, which carries `flag` and `fix`. */
  best(): MatchRow;
  readonly length: number;
  [Symbol.iterator](): IterableIterator<MatchRow>;
  /** A row by its number, from 0, or from the end where that is negative. */
  row(index: number): MatchRow;
  readonly rows: readonly MatchRow[];
  /** All values that the answer rests on and that were not measured. */
  readonly assumptions: readonly Assumption[];
  /** The sessions: start lighter than the match, and deepen after healing. */
  readonly plan: readonly PlanStep[];
  /** Three sentences for people: whether the photo will do, the recipe, what will be seen. */
  readonly verdict: Verdict;
  /** A row as it looks healed, fresh, or after years. */
  look(index?: number, when?: When): Look;
  /** The consultation page: one HTML file that needs no other. Without a preview it has no pictures. */
  pageHtml(preview?: Preview | null, options?: Watch & Omit<PageOptions, "match">): string;
}
/** One ink at one dilution, density and age, to be shown in a preview. */
export declare class Look extends Handle {
  private constructor();
  readonly info: LookInfo;
}

// ---- preview ----

export type PreviewArguments = Watch & Omit<PreviewOptions, "labels" | "hairline"> & {
  /** Where ink is wanted, one shape or several; without, bare skin beside hair is looked for. */
  area?: Shapes;
  /** A stroke along the hairline that is wanted; the scalp above it is treated. */
  hairline?: ShapeLike;
  /** What each pixel was taken for, where the photo is not the one that was measured but, say, made smaller since. */
  labels?: { readonly data: Uint8Array; readonly width: number; readonly height: number };
};
export type LookLike = Look | Ranking;
/** A photo that is ready to be shown with inks; without a client it is measured now, unless an area is given. */
export declare function preview(photo: PhotoLike, client?: Measurement | null, options?: PreviewArguments): Preview;
/** A photo with its area and scale. A Ranking stands for the look of its first row. The picture is a simulation, and says so. */
export declare class Preview extends Handle {
  private constructor();
  readonly width: number;
  readonly height: number;
  readonly info: PreviewInfo;
  readonly flags: readonly Flag[];
  /** The whole photo with one look, in the photo's colour space, without other metadata. */
  png(look: LookLike, options?: Watch): Uint8Array;
  jpeg(look: LookLike, options?: Watch): Uint8Array;
  /** The area as it is and with ink beside it, at most 2,000 pixels wide. */
  beforeAfterJpeg(look: LookLike, options?: Watch): Uint8Array;
  /** Several looks side by side, labelled, beside the photo without ink. */
  sheetPng(looks: readonly LookLike[], options?: Watch): Uint8Array;
  /** Renders looks without making a picture, for what comes of them. */
  judge(looks: readonly LookLike[], options?: Watch): readonly PreviewResult[];
  pixels(look: LookLike, options?: PixelOptions): Pixels;
  /** What came of each look of the last picture. */
  readonly results: readonly PreviewResult[];
  resultFlags(index?: number): readonly Flag[];
  json(client?: Measurement | null, ranking?: Ranking | null): string;
}

// ---- skin ----

/** A light skin, with the fields that are given changed. */
export declare function tissue(changes?: Partial<Tissue>): Tissue;
/** D50, 2 degrees, specular reflection excluded, with the fields that are given changed. */
export declare function conditions(changes?: Partial<Conditions>): Conditions;
/** Fits melanin, blood and the rest of a tissue to the colour of a skin. Throws NothingError for a colour that no skin has. */
export declare function fitSkin(lab: Colour, options?: { cov?: Cov | readonly (readonly number[])[]; under?: Conditions }): SkinFit;
/**
 * Predicts the colour of an ink once it has healed in a skin: L*, a*, b* or a Tissue (null: a light skin); the id of an ink of the
 * palette, or InkOptics (null: bare skin, or `pigments`: Colour Index numbers and healed volume fractions in tissue).
 */
export declare function heal(skin?: Colour | Tissue | null, ink?: string | InkOptics | null, options?: Watch & Omit<HealOptions, "ink" | "pigments"> & {
  palette?: PaletteLike;
  pigments?: Readonly<Record_<number>>;
}): Healed;
/** A prediction: the colours of a dot and of an area with dots, and their spectra. */
export declare class Healed extends Handle {
  private constructor();
  static fromJson(source: Json): Healed;
  json(): string;
  toJSON(): object;
  readonly info: HealedInfo;
  /** How far off it may be; null unless it was asked for with band: true. */
  readonly band: HealBand | null;
  readonly flags: readonly Flag[];
  /** Reflectances [0, 1] from 400 to 700 nm by 10 nm, specular reflection excluded. */
  reflectance(part?: HealedPart): number[];
}
/** The shadow that grown hair of this colour would leave, shaved. */
export declare function predictShadow(skin: Tissue, strand: Colour, options?: ShadowOptions): Shadow;
/** How far the tissue blurs the edge of a dot, in red, green and blue, mm. */
export declare function dotBlurMm(skin: Tissue): RGB;

// ---- chart ----

/** A chart: patches of known colours at known places. */
export declare class Chart extends Handle {
  private constructor();
  /** The charts that are looked for without being named. */
  static builtin(): Chart[];
  static fromJson(source: Json): Chart;
  /** The consultation card as it comes from the printer: places, and no colours yet. */
  static card(): Chart;
  /** The card with the readings of an instrument entered (CGATS text or CSV). */
  measured(readings: string | BufferSource, source?: string): Chart;
  /** The card with its colours read from a photo that shows it beside a reference chart. */
  transferred(photo: PhotoLike, options?: ChartChoice & Watch): { card: Chart; reference: FoundChart };
  readonly facts: ChartFacts;
  readonly swatches: readonly ChartSwatch[];
  json(): string;
  toJSON(): object;
}
/** Finds a colour chart in a photo and fits the correction. Throws ChartError where there is none, or none that can be used. */
export declare function chart(photo: PhotoLike, options?: ChartChoice & Watch): FoundChart;
/** A chart that was found, with the correction fitted to it. */
export declare class FoundChart extends Handle {
  private constructor();
  static fromJson(source: Json): FoundChart;
  readonly info: ChartInfo;
  readonly patches: readonly ChartPatch[];
  readonly correction: Correction;
  readonly flags: readonly Flag[];
  /** The photo as a PNG with the patches drawn in. */
  overlayPng(photo: PhotoLike, options?: Watch): Uint8Array;
  json(): string;
  toJSON(): object;
}
/** What one photo of a chart told of a camera, for later photos of it that show none: measure(photo, { camera }). */
export declare class Camera extends Handle {
  private constructor();
  static fromChart(photo: PhotoLike, options?: ChartChoice & Watch): Camera;
  static fromJson(source: Json): Camera;
  readonly info: CameraInfo;
  json(): string;
  toJSON(): object;
}
/** The consultation card as a PDF of one page. */
export declare function cardPdf(options?: CardOptions): Uint8Array;
/** The consultation card as an SVG drawing, to be printed at 100 % on matte paper. */
export declare function cardSvg(options?: CardOptions): string;

// ---- record ----

/** A new record of a ranking, or an empty one. */
export declare function record(ranking?: Ranking | null, fields?: Readonly<Record_<string>>): Record;
/** What the artist keeps: keys and texts. What nobody filled in is "". Lists count from 1: "sessions.1.date". */
export declare class Record extends Handle implements Iterable<[string, string]> {
  private constructor();
  /** From its file: bytes, JSON as text, or an object. A sealed one needs its passphrase. */
  static open(source: Json, passphrase?: string | Uint8Array): Record;
  static fromJson(source: Json): Record;
  /** Whether these are the bytes of a sealed record; needs no passphrase. */
  static isSealed(source: unknown): boolean;
  /** All keys there are, with "N" for the row of a list. */
  static fields(): string[];
  json(): string;
  toJSON(): object;
  /** Bytes that only the passphrase (8 to 1024 bytes; text as UTF-8) opens. Whoever forgets it has lost the record. */
  sealed(passphrase: string | Uint8Array): Uint8Array;
  /** How many rows of a list ("plan", "sessions", "certificates", "photos") are filled. */
  rows(name: string): number;
  get(key: string): string;
  set(key: string, value: string): this;
  delete(key: string): this;
  entries(): IterableIterator<[string, string]>;
  [Symbol.iterator](): IterableIterator<[string, string]>;
  /** Adds a photo by the SHA-256 of its bytes. */
  addPhoto(photo: BufferSource, options?: { role?: "before" | "after" | "other"; date?: string }): this;
  /** What is to be minded on a day (2026-11-29): expired ink, a patch test that is too fresh, what nobody has checked. */
  warnings(day: string): string[];
  /** How unlike two clients are, CIEDE2000 over skin and hair. */
  distance(other: Record): number;
}

// ---- verify ----

/** Compares two photos of one head, or one against a plan alone (before: null; an area is needed then). */
export declare function verify(before: PhotoLike | View | null, after: PhotoLike | View, options?: Watch & Omit<VerifyOptions, "measure"> & {
  /** Where ink was set, in the photo after. */
  area?: Shapes;
  /** Where the plan is taken from; options go before it. */
  record?: Record | Json;
  /** How the photos are measured. */
  measure?: Omit<MeasureArguments, "labels" | "progress" | "signal" | "limits" | "skin" | "hair" | "grey" | "roles">;
}): Verification;
/** What became of a plan. */
export declare class Verification extends Handle {
  private constructor();
  readonly info: VerifyInfo;
  /** Three lines for people: result, mix, portfolio. */
  readonly lines: VerifyLines;
  readonly flags: readonly Flag[];
  /** Keeps it in a record: a row of its results, and the photo after (its bytes) by its SHA-256; date as 2026-11-29. */
  keep(record: Record, after: BufferSource, date?: string): void;
  json(): string;
  toJSON(): object;
  /** Before, after and what changed, side by side around the area. */
  png(options?: Watch): Uint8Array;
  jpeg(options?: Watch): Uint8Array;
  /** The page of the healed result: one HTML file that needs no other, with before and after to swipe over each other. */
  pageHtml(options?: Watch & Omit<PageOptions, "match">): string;
}

// ---- artist ----

/** A hand, given to match() as `artist`: how deep and how wide its dots heal. */
export declare class Artist extends Handle {
  private constructor();
  /** Learns a hand from healed marks, six weeks old and older; fewer than five are hardly worth it. */
  static learn(palette: PaletteLike, marks: readonly (Omit<Mark, "ink"> & { ink: number | string })[], options?: ArtistOptions & Watch): Artist;
  static open(source: Json): Artist;
  json(): string;
  toJSON(): object;
  readonly info: ArtistInfo;
  readonly inks: readonly ArtistInk[];
  readonly marks: readonly MarkFit[];
}

// ---- colour ----

/** CIEDE2000: 1 can just be seen side by side, 5 is plain. */
export declare function de2000(reference: Colour, sample: Colour, kL?: number, kC?: number, kH?: number): number;
/** CIEDE2000 of one colour against many. */
export declare function de2000Many(reference: Colour, L: ArrayLike<number>, a: ArrayLike<number>, b: ArrayLike<number>): Float64Array;
/** The difference of two colours in a metric. DE94 and CMC are not symmetric. */
export declare function difference(reference: Colour, sample: Colour, metric?: Metric, params?: Partial<MetricParams> | null): number;
/** Encoded sRGB of 8 bits to Lab, and back; what sRGB cannot show is clipped. */
export declare function labFromSrgb8(srgb: readonly number[]): Lab;
export declare function srgb8FromLab(colour: Colour): [number, number, number];
/** The white point of a light. */
export declare function white(illuminant?: Illuminant, observer?: Observer): XYZ;
/** CIELAB relative to a white (default D50), and back. */
export declare function labFromXyz(xyz: XYZ | readonly number[], white?: XYZ | readonly number[]): Lab;
export declare function xyzFromLab(lab: Colour, white?: XYZ | readonly number[]): XYZ;
export declare function lchFromLab(lab: Colour): LCh;
/** The same colour under D65, as dermatology has it. */
export declare function labD65(lab: Colour): Lab;
/** Individual typology angle of a Lab under D65, degrees; and its class in words. */
export declare function ita(labUnderD65: Colour): number;
export declare function itaClass(degrees: number): string;
/** The nearest of the ten Monk Skin Tones, and the distance to it. */
export declare function monk(lab: Colour): Monk;

// ---- about ----

/** The version of this package. */
export declare const version: string;
/** The version of the engine. */
export declare function libraryVersion(): string;
/** Whether this build has something, such as "jpeg". */
export declare function has(feature: Feature): boolean;
/** Every bound by name, as the least, the usual and the greatest value that it can have. */
export declare function limits(): { readonly [K in Limit]: readonly [number, number, number] };
/** The languages that pages, pictures and sentences can be had in, English first. */
export declare function languages(): string[];
/** A sentence of the engine (of a verdict, a row, a flag, an error) in a language; what is none comes back as it was. */
export declare function words(english: string, language: string): string;
/** Which engine runs, or null before load(). */
export declare function loaded(): "simd" | "plain" | null;
/** How much memory the engine has taken, bytes. It gives none back to the system, but uses it again. */
export declare function memoryBytes(): number;
