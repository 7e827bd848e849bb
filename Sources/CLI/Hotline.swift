import ArgumentParser
import Foundation

@main
struct Hotline: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "hotline", subcommands: [Version.self])
}

struct Version: ParsableCommand {
  func run() { print("hotline 0.1.0", TimeZone(identifier: "America/New_York")!.secondsFromGMT(for: Date())) }
}
