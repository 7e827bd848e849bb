import ArgumentParser
import BackOffice
import Domain
import Foundation

extension PartyCommand {
  struct Export: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "export", abstract: "Write out everything that is held about a person.",
      discussion: """
        Names and numbers, orders, and every event about them with who recorded it and when: as a page to print or mail \
        (.html), as plain text (.txt), or for a program (.json, with the log's own JSON). It comes from the log itself, \
        and shows what was forgotten as forgotten. What is about somebody else is left out.

        Examples:
          hotline party export 13900001234 -o dossier.html
          hotline party export 10000012 -o dossier.json
          hotline party export 13900001234 --lang zh
        """)
    enum Format: String, CaseIterable, ExpressibleByArgument { case text, html, json }

    @OptionGroup var who: Who
    @Option(help: "How to write it: text, html or json; without it what FILE's name says, else text.")
    var format: Format?
    @Option(
      name: [.customShort("o"), .customLong("output")],
      help: ArgumentHelp("Write to a file: .html, .txt or .json decides the format.", valueName: "file"),
      completion: .file(extensions: ["html", "txt", "json"]))
    var file: String?
    @Flag(name: .long, help: "No colours (NO_COLOR does the same).") var noColor = false
    @Option(name: .customLong("lang"), help: "Language of the document and messages (or HOTLINE_LANG).")
    var language: Language?
    @Option(
      name: .customLong("as"),
      help: ArgumentHelp(
        "Act as this member of staff; else HOTLINE_USER, else whoever has your login.", valueName: "code"))
    var actors: [String] = []
    @Option(
      name: .customLong("time-zone"),
      help: ArgumentHelp("Show times in this zone, as Asia/Shanghai; else the office's.", valueName: "zone"))
    var zone: ZoneArgument?

    private var chosen: Format? {
      let ending: Format? =
        switch file?.split(separator: ".").last?.lowercased() {
        case "html", "htm": .html
        case "json": .json
        case "txt": .text
        default: nil
        }
      guard let file, file != "-" else { return format ?? .text }
      return format ?? ending
    }

    func validate() throws {
      guard chosen != nil else {
        throw ValidationError(
          "'\(file ?? "")' does not say a format; end it in .html, .txt or .json, or add --format")
      }
    }

    func run() async throws {
      let workplace = Workplace(language: language, noColor: noColor, as: actors)
      let console = workplace.console
      try await workplace.sitting { session in
        let office = try await session.definitions().calendar.timeZone
        let zone = zone?.zone ?? office
        let dossier = try await session.dossier(of: try await who.subject(session))
        let path = file == "-" ? nil : file
        let sink = try ResultSink(path: path)
        switch chosen {
        case .json: DossierJSON(dossier, zone).write(to: sink)
        case .html: DossierHTML(DossierPage(dossier, console.language, zone, workplace.now)).write(to: sink)
        case .text, nil: DossierText(DossierPage(dossier, console.language, zone, workplace.now)).write(to: sink)
        }
        try sink.finish()
        let (orders, events) = (dossier.orders.count, dossier.entries.count)
        let words = Text(
          zh: "\(dossier.subject.stream)：\(orders) 个工单，\(events) 个事件，日志位置 \(dossier.position)",
          en:
            "\(dossier.subject.stream): \(orders) \(orders == 1 ? "order" : "orders"), \(events) \(events == 1 ? "event" : "events"), log position \(dossier.position)"
        )
        if let path { console.say("\(path)") }
        console.say(console.styled(words(console.language), .dim))
      }
    }
  }
}
