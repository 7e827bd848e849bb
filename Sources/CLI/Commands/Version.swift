import ArgumentParser
import Foundation

/// `hotline version`: which release this is.
struct Version: ParsableCommand {
  static let current = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "version", abstract: "Show the version.",
    discussion: """
      Example:
        hotline version --format json
      """)

  @OptionGroup var output: OutputOptions

  func run() throws {
    let target = try output.target()
    if target == OutputTarget(shape: .format(.table), path: nil) {
      let sink = try ResultSink(path: nil)
      sink.buffer.append(contentsOf: "hotline \(Version.current)\n".utf8)
      return try sink.finish()
    }
    try Listing.single(
      [.text("hotline"), .code(Version.current)],
      columns: [
        ListColumn("name", Text(zh: "程序", en: "name")),
        ListColumn("version", Text(zh: "版本", en: "version"), .code),
      ],
      options: output, console: Console(output), zone: .gmt)
  }
}
