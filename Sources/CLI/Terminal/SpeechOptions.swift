import ArgumentParser

/// The options of a command that speaks, and shows no table.
struct SpeechOptions: ParsableArguments, Sendable {
  @Flag(name: .long, help: "No colours (NO_COLOR does the same).")
  var noColor = false

  @Option(name: .customLong("lang"), help: "Language of headings and messages (or HOTLINE_LANG).")
  var language: Language?

  @Option(
    name: .customLong("as"),
    help: ArgumentHelp(
      "Act as this member of staff; else HOTLINE_USER, else whoever has your login.", valueName: "code"))
  var actors: [String] = []
}
