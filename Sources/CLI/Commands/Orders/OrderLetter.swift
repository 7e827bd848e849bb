import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct WriteLetter: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "letter", abstract: "Write an official letter about an order from a template.",
      discussion: """
        The letter gets the next number of its series and stands at the order as a note; a page that is written to a file \
        is put to the order's files, too. It is A4, to print from any browser.

        Examples:
          hotline order letter 10000012 --template reply -o letter.html
          hotline order letter 10000012 --template reply --dry-run -o preview.html
        """)
    @Argument(help: "The order's number.", transform: OrderNumber.init(parsing:)) var no: OrderNumber
    @Option(help: "The template; hotline template list names them.") var template: String
    @Option(
      name: [.customShort("o"), .customLong("output")],
      help: ArgumentHelp("Write to a file; without it to standard output.", valueName: "file"),
      completion: .file(extensions: ["html"]))
    var file: String?
    @Flag(name: .customLong("dry-run"), help: "Show the letter; take no number and write nothing down.")
    var isRehearsal = false
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let workplace = Workplace(speech)
      let console = workplace.console
      try await workplace.sitting { session in
        let zone = try await session.definitions().calendar.timeZone
        let language = console.language
        let (letter, _) = try await session.writeLetter(
          no, template: template, at: workplace.now, isRehearsal: isRehearsal,
          label: { labels, key in (language == .zh ? labels.zh : labels.en) ?? key },
          time: { date in
            var clock = WallClock(zone: zone)
            return clock.text(date, .day)
          })
        let path = file == "-" ? nil : file
        let sink = try ResultSink(path: path)
        sink.buffer.append(contentsOf: LetterHTML(letter, order: no, language: language).html.utf8)
        try sink.finish()
        if let path {
          console.say(path)
          // The page lies with the order's files; where there is no folder for those, the note alone has the words.
          if !isRehearsal, session.access.functions.isOn(.files), let contents = try? workplace.contents {
            _ = try await session.attach(
              path, to: no, as: .letter, name: "\(letter.number).html", in: contents, at: workplace.now)
          }
        }
        console.say(
          isRehearsal
            ? Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written.")
            : Text(zh: "公函 \(letter.number)，工单 \(no)", en: "letter \(letter.number), order \(no)"))
      }
    }
  }
}

/// An official letter on A4.
struct LetterHTML {
  private let letter: Letter
  private let no: OrderNumber
  private let language: Language

  init(_ letter: Letter, order no: OrderNumber, language: Language) {
    self.letter = letter
    self.no = no
    self.language = language
  }

  /// The whole page.
  var html: String {
    let paragraphs = letter.body.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      "<p>\(DossierHTML.escaped(String(line)))</p>"
    }
    let bars = Code128(digits: no.description)?.svg(moduleMillimetres: 0.3, heightMillimetres: 7) ?? ""
    let body = """
      <style>
      .letter { font: 14pt/1.8 "Noto Serif CJK SC", "Source Han Serif SC", SimSun, serif; padding-top: 12mm }
      .letter h1 { font-size: 20pt; text-align: center; margin: 8mm 0 10mm }
      .letter p { margin: 0; min-height: 1.8em; white-space: pre-wrap; overflow-wrap: anywhere }
      .number, .sign { text-align: right } .sign { margin-top: 14mm; break-inside: avoid }
      .foot { margin-top: 16mm; font-size: 9pt }
      </style>
      <div class="letter">
      <p class="number">\(DossierHTML.escaped(letter.number))</p>
      <h1>\(DossierHTML.escaped(letter.title))</h1>
      \(paragraphs.joined(separator: "\n"))
      <div class="sign"><p>\(DossierHTML.escaped(letter.signature ?? ""))</p><p>\(letter.date)</p></div>
      </div>
      <p class="foot">\(bars) \(no)</p>
      """
    return PaperHTML.page(title: "\(letter.number) \(letter.title)", language: language, body: body)
  }
}
