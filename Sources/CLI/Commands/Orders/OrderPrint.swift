import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Print: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "print", abstract: "Print an order's sheet: one page of A4 to take along, sign and enter back.",
      discussion: """
        The page carries the order's number as bars (Code 128) for any scanner, and in digits to type: \
        `hotline order act NO ACTION` enters what was signed. Any browser prints it.

        Examples:
          hotline order print 10000012 -o sheet.html
          hotline order print 10000012 --no-personal --lang zh -o 工单.html
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Flag(name: .customLong("no-personal"), help: "Without names, numbers, addresses and the caller's words.")
    var isAnonymous = false
    @Option(
      name: [.customShort("o"), .customLong("output")],
      help: ArgumentHelp("Write to a file; without it to standard output.", valueName: "file"),
      completion: .file(extensions: ["html"]))
    var file: String?
    @Option(
      name: .customLong("time-zone"),
      help: ArgumentHelp("Show times in this zone, as Asia/Shanghai; else the office's.", valueName: "zone"))
    var zone: ZoneArgument?
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let workplace = Workplace(speech)
      try await workplace.sitting { session in
        let office = try await session.definitions().calendar.timeZone
        let zone = zone?.zone ?? office
        let page = OrderSheetHTML(
          try await session.sheet(of: no), workplace.console.language, zone, now: workplace.now,
          isPersonalShown: !isAnonymous)
        let path = file == "-" ? nil : file
        let sink = try ResultSink(path: path)
        sink.buffer.append(contentsOf: page.html.utf8)
        try sink.finish()
        if let path { workplace.console.say(path) }
      }
    }
  }
}
