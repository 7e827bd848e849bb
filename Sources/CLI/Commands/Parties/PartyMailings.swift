import ArgumentParser
import BackOffice
import Domain
import Foundation

/// What labels and mail have in common.
struct MailingOptions: ParsableArguments, Sendable {
  @Argument(help: "Its name: the same name is the same people, however often it is made.") var key: String
  @OptionGroup var audience: AudienceOptions
  @Option(help: "Blocks for this service count, too; may be given again.") var service: [String] = []

  func mailing(
    _ purpose: MailingMade.Purpose, subject: String? = nil, text: String? = nil, _ session: Session,
    _ workplace: Workplace, isRehearsal: Bool
  ) async throws -> Mailing {
    let zone = try await session.definitions().calendar.timeZone
    let mailing = try await session.mailing(
      key, purpose, to: try await audience.audience(session, workplace, zone), services: service, subject: subject,
      text: text, at: workplace.now, isRehearsal: isRehearsal)
    let console = workplace.console
    if mailing.isNew {
      AudienceWords.say(
        mailing.found, mailing.made.population, mailing.made.sampling, mailing.made.parties.count,
        mailing.made.skipped, console)
    } else {
      let at = mailing.at.told(zone)
      let seed = mailing.made.sampling.map { "\($0.seed)" } ?? "-"
      console.say(
        Text(
          zh: "\(key) 已于 \(at) 制作过（\(mailing.made.parties.count) 人，种子 \(seed)），这是同一名单",
          en:
            "\(key) was made at \(at) (\(counted(mailing.made.parties.count, "person", "people")), seed \(seed)); this is the same list"
        ))
    }
    if mailing.gone > 0 {
      console.say(
        Text(
          zh: "其中 \(mailing.gone) 人此后被限制或遗忘，不再列入",
          en: "\(mailing.gone) of them were blocked or forgotten since, and are left out"))
    }
    if isRehearsal { console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written.")) }
    return mailing
  }
}

extension PartyCommand {
  struct Labels: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "labels",
      abstract: "Mailing labels for a share or a condition of the book: a sheet to print, or a list.",
      discussion: """
        A sheet is A4 with 3 × 8 labels; any browser prints it. The list is a workbook, for a printer's own program. Made again \
        under the same name it is the same people, with what the book says of them now; who was blocked or forgotten since is \
        on it no more.

        Examples:
          hotline party labels greeting --people 'area=north' --sample 10% \\
            --seed 7 -o labels.html
          hotline party labels greeting --people 'area=north' --sample 10% \\
            -o labels.xlsx
          hotline party labels gas-check --where 'process=repair category=gas' \\
            --dry-run -o -
        """)
    @OptionGroup var mailing: MailingOptions
    @Flag(name: .customLong("dry-run"), help: "Draw and show, and record nothing.") var isRehearsal = false
    @Option(
      name: [.customShort("o"), .customLong("output")],
      help: ArgumentHelp("Where to: .html to print, .xlsx or .csv for a list; - shows the list.", valueName: "file"),
      completion: .file(extensions: ["html", "xlsx", "csv"]))
    var file: String
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let workplace = Workplace(speech)
      let isSheet = file.lowercased().hasSuffix(".html")
      // Before anything is drawn: a name that says no format would come too late.
      let output = isSheet ? nil : try OutputOptions.parse(["-o", file] + (file == "-" ? ["--format", "csv"] : []))
      try await workplace.sitting { session in
        let mailing = try await mailing.mailing(.labels, session, workplace, isRehearsal: isRehearsal)
        guard let output else {
          let sink = try ResultSink(path: file)
          sink.buffer.append(
            contentsOf: LabelsHTML.page(
              mailing.lines.map { ($0.name ?? "", $0.address ?? "") }, title: self.mailing.key,
              workplace.console.language
            ).utf8)
          try sink.finish()
          return workplace.console.say(
            Text(zh: "\(file)：\(mailing.lines.count) 张标签", en: "\(file): \(mailing.lines.count) labels"))
        }
        let listing = try Listing(
          title: Text(zh: "邮寄名单", en: "labels"),
          columns: [
            ListColumn("name", Text(zh: "姓名", en: "name")), ListColumn("address", Text(zh: "地址", en: "address")),
            ListColumn("party", Text(zh: "人员", en: "person"), .code, priority: 1),
          ], options: output, console: workplace.console, zone: .gmt)
        for line in mailing.lines {
          try listing.append([.text(line.name), .text(line.address), output.id(line.party)])
        }
        try listing.finish()
      }
    }
  }

  struct Mail: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "mail", abstract: "Mail to a share or a condition of the book: each gets it once.",
      discussion: """
        {name} in the words is what the book calls them. The mail goes to HOTLINE_WEBHOOK, one post each with its \
        Idempotency-Key, or as a file to the spool folder. The same command once more sends what could not be sent, and nothing \
        twice.

        Example:
          hotline party mail october --people 'area=north' --sample 10% --seed 7 \\
            --subject "News" --text news.txt
        """)
    @OptionGroup var mailing: MailingOptions
    @Option(help: "The subject.") var subject: String
    @Option(help: ArgumentHelp("A file with the words.", valueName: "file"), completion: .file()) var text: String
    @Option(help: "The folder for mail, where there is no webhook.") var spool: String?
    @Flag(name: .customLong("dry-run"), help: "Draw, and send and record nothing.") var isRehearsal = false
    @OptionGroup var output: OutputOptions

    func run() async throws {
      let words = try SmallFile.text(text)
      guard words.contains(where: { !$0.isWhitespace }) else {
        throw Failure(.usage, Text(zh: "\(text) 没有内容；请写好正文再发送", en: "\(text) says nothing; write the words first"))
      }
      let workplace = Workplace(output)
      try await workplace.sitting { session in
        let mailing = try await self.mailing.mailing(
          .mail, subject: subject, text: words, session, workplace, isRehearsal: isRehearsal)
        let folder = spool ?? workplace.spool
        let gateway = workplace.webhook.map { MailGateway.webhook($0) } ?? .spool(folder: folder)
        let delivery = try await session.deliver(
          mailing, called: self.mailing.key, through: gateway, at: workplace.now)
        try Listing.single(
          [
            .integer(mailing.lines.count), .integer(delivery.delivered), .integer(delivery.before),
            .integer(delivery.waiting), .text(workplace.webhook.map { WebAddress($0).shown } ?? folder),
          ],
          columns: [
            ListColumn("people", Text(zh: "收件人", en: "people"), .integer),
            ListColumn("delivered", Text(zh: "已交付", en: "delivered"), .integer),
            ListColumn("before", Text(zh: "此前已交付", en: "delivered before"), .integer),
            ListColumn("waiting", Text(zh: "待交付", en: "waiting"), .integer),
            ListColumn("destination", Text(zh: "去向", en: "to")),
          ], options: output, console: workplace.console, zone: .gmt)
        if let failure = delivery.failure {
          throw Failure(
            Text(
              zh: "\(delivery.waiting) 封没有交付：\(failure.words.zh)；再次执行同一命令会重试",
              en: "\(delivery.waiting) were not delivered: \(failure.words.en); the same command tries them again"))
        }
      }
    }
  }
}
