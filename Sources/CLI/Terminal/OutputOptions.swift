import ArgumentParser
import Domain
import Foundation

/// The options every command that shows something takes.
struct OutputOptions: ParsableArguments, Sendable {
  @Option(help: "How to write the result; without it, a table (or what FILE's name says).")
  var format: OutputFormat?

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp("Write to a file: .xlsx, .csv, .json, .ndjson or .html decides the format.", valueName: "file"),
    completion: .file(extensions: ["xlsx", "csv", "json", "ndjson", "html"]))
  var file: String?

  @Flag(
    name: .long,
    help:
      "In csv, an apostrophe before text that a spreadsheet would run as a formula (=, +, -, @); changes +86 numbers.")
  var csvSafe = false

  @Flag(name: .long, help: "No colours (NO_COLOR does the same).")
  var noColor = false

  @Option(name: .customLong("lang"), help: "Language of headings and messages (or HOTLINE_LANG).")
  var language: Language?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Act as this member of staff; else HOTLINE_USER, else whoever has your login.", valueName: "code"))
  var actors: [String] = []

  @Option(
    name: .customLong("time-zone"),
    help: ArgumentHelp("Show and read times in this zone, as Asia/Shanghai; else the office's.", valueName: "zone"))
  var zone: ZoneArgument?

  /// The zone asked for, else the office's.
  func zone(office: TimeZone) -> TimeZone { zone?.zone ?? office }

  /// Where the result goes and in which shape.
  func target() throws(ValidationError) -> OutputTarget {
    guard let file, file != "-" else { return OutputTarget(shape: .format(format ?? .table), path: nil) }
    let shape: OutputTarget.Shape? =
      switch file.split(separator: "/").last?.split(separator: ".").last?.lowercased() {
      case "xlsx": .workbook
      case "csv": .format(.csv)
      case "json": .format(.json)
      case "ndjson", "jsonl": .format(.ndjson)
      case "html", "htm": .format(.html)
      default: nil
      }
    switch (shape, format) {
    case (let shape?, nil):
      return OutputTarget(shape: shape, path: file)
    case (nil, let format?):
      return OutputTarget(shape: .format(format), path: file)
    case (nil, nil):
      throw ValidationError(
        "'\(file)' does not say a format; end it in .xlsx, .csv, .json, .ndjson or .html, or add --format")
    case (let shape?, let format?) where shape == .format(format):
      return OutputTarget(shape: shape, path: file)
    case (_, let format?):
      throw ValidationError("'\(file)' and --format \(format.rawValue) disagree; leave one of them out")
    }
  }

  func validate() throws {
    guard csvSafe, try target().shape != .format(.csv) else { return _ = try target() }
    throw ValidationError("--csv-safe is for csv; add --format csv, or end the file's name in .csv")
  }
}

/// Where a result goes and in which shape.
struct OutputTarget: Sendable, Equatable {
  enum Shape: Sendable, Equatable {
    case format(OutputFormat)
    case workbook
  }

  let shape: Shape
  /// nil: standard output.
  let path: String?
}

extension OutputOptions {
  /// A person reads it: words and short ids instead of codes and whole ones.
  var isTable: Bool { (try? target().shape) == .format(.table) }
  /// The id of a party: the end that commands take, for a person; whole for a script.
  func id(_ party: PartyID?) -> Value { .code(party.map { isTable ? shortID($0) : $0.description }) }
  /// The same for a table and for what is handed on to people, a workbook or a page.
  var isForPeople: Bool { isTable || (try? target().shape) == .workbook || (try? target().shape) == .format(.html) }
}
