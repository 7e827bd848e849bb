import ArgumentParser
import BackOffice
import Domain
import EventStore
import Foundation

extension PartyCommand {
  struct Forget: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "forget",
      abstract: "Erase names, numbers, addresses and words about a person, and record who did so and why.",
      discussion: """
        The events stay, without what was personal in them: that there were orders, when, of which kind and with which \
        unit. The log's chain stays valid. An order that is for nobody in the book can be forgotten by its number.
        Done again it changes nothing, unless something was learned since.

        Not erased, because hotline does not hold it: backups of the database, workbooks and lists that were exported or \
        imported, rejected rows, reminders that were handed over (with the order's title). The server's own files keep \
        what was erased until they are vacuumed, which is asked for at the end, and its write-ahead log until it is \
        recycled. A backup that is restored brings back who was forgotten since; `hotline event list --type \
        party.forgotten`, kept apart, names them.

        Reasons: erasure-request, consent-withdrawn, retention-expired, recorded-in-error, unlawful. Words are not taken: \
        they would stay for ever. --reference is the number of the case where the reasons are.

        Examples:
          hotline party forget 13900001234 --reason erasure-request \\
            --reference DSR-2026/17 --dry-run
          hotline party forget 10000012 --reason recorded-in-error --yes
        """)
    @OptionGroup var who: Who
    @Option(help: "Why: erasure-request, consent-withdrawn, retention-expired, recorded-in-error or unlawful.")
    var reason: Forgotten.Reason
    @Option(
      help: ArgumentHelp("The number of the case: letters, digits and -_./#:", valueName: "case"),
      transform: Self.reference)
    var reference: CaseReference?
    @Flag(help: "Also where an order of theirs is still open.") var evenOpen = false
    @Flag(name: .customLong("dry-run"), help: "Show what would go, and erase nothing.") var isRehearsal = false
    @Flag(name: .customLong("yes"), help: "Do not ask.") var isConfirmed = false
    @OptionGroup var output: OutputOptions

    private static func reference(_ typed: String) throws -> CaseReference {
      guard let reference = CaseReference(typed) else {
        throw ValidationError(
          "--reference '\(typed)': write the number of a case, up to 40 letters, digits and -_./#: with a digit among them"
        )
      }
      return reference
    }

    func run() async throws {
      let workplace = Workplace(output)
      let console = workplace.console
      try await workplace.sitting { session in
        let subject = try await who.subject(session)
        let plan = try await session.planForgetting(subject)
        guard !plan.parts.isEmpty else { return try sayNothingLeft(plan, console) }
        if isRehearsal {
          try show(plan.parts, console)
          warnOfOpen(plan, console)
          let count = plan.parts.count
          console.say(
            Text(
              zh: "演练：没有删除任何内容；\(grouped(count)) 个事件中有个人信息。",
              en: """
                A rehearsal: nothing was erased; \(grouped(count)) \(count == 1 ? "event holds" : "events hold") \
                something personal.
                """))
          return
        }
        if !plan.openOrders.isEmpty, !evenOpen { throw OfficeError.stillOpen(subject, plan.openOrders) }
        guard try isConfirmed || confirm(plan, console) else {
          console.say(Text(zh: "没有删除任何内容。", en: "Nothing was erased."))
          throw ExitStatus.failed
        }
        let summary = try await session.forget(
          subject, because: Forgotten(reason: reason, reference: reference), evenOpen: evenOpen, at: workplace.now)
        // Another process may have been faster.
        guard !summary.parts.isEmpty else {
          return try sayNothingLeft(try await session.planForgetting(subject), console)
        }
        try show(summary.parts, console)
        warnOfOpen(plan, console)
        try await forgetFiles(summary.parts, subject, session, workplace)
        if let position = summary.forgetting?.position {
          let count = summary.parts.count
          console.say(
            Text(
              zh: "\(subject.stream)：已遗忘 \(grouped(count)) 个事件中的个人信息，记录在日志位置 \(position)",
              en: """
                \(subject.stream): forgotten in \(grouped(count)) \(count == 1 ? "event" : "events"), \
                recorded at position \(position)
                """))
        }
        await sweep(session, console)
      }
    }

    /// The files that nobody else's orders refer to go, too.
    private func forgetFiles(
      _ parts: [Erasure.Part], _ subject: Subject, _ session: Session, _ workplace: Workplace
    ) async throws {
      guard try await session.hasFiles() else { return }
      guard let contents = workplace.knownContents else {
        return workplace.console.warn(
          Text(
            zh: "附件内容没有删除：HOTLINE_FILES 没有设置；其中的文件仍在该目录；`hotline db files` 会列出",
            en:
              "the contents of files were not removed: HOTLINE_FILES is not set; they are still in that folder: `hotline db files` lists them"
          ))
      }
      let count = try await session.forgetFiles(of: subject, parts: parts, in: contents)
      if count > 0 {
        workplace.console.say(
          Text(zh: "已删除 \(count) 个附件的内容", en: "the contents of \(count) \(count == 1 ? "file" : "files") removed"))
      }
    }

    private func confirm(_ plan: ForgettingPlan, _ console: Console) throws -> Bool {
      warnOfOpen(plan, console)
      let count = plan.parts.count
      return try Confirmation.ask(
        Text(
          zh: "将永久删除 \(plan.subject.stream) 在 \(count) 个事件中的个人信息，无法恢复。确定吗？",
          en:
            "This erases what is personal in \(count) \(count == 1 ? "event" : "events") about \(plan.subject.stream), for good. Go on?"
        ), option: "--yes", console)
    }

    private func warnOfOpen(_ plan: ForgettingPlan, _ console: Console) {
      guard !plan.openOrders.isEmpty else { return }
      let orders = plan.openOrders.prefix(10).map(\.description).joined(separator: ", ")
      let more = plan.openOrders.count > 10 ? " …" : ""
      console.warn(
        Text(
          zh: "未办结的工单：\(orders)\(more)；遗忘后无法再联系本人",
          en: "still open: \(orders)\(more); once forgotten nobody can be called back about them"))
    }

    private func sayNothingLeft(_ plan: ForgettingPlan, _ console: Console) throws {
      // Scripts get their empty list, people the sentence below.
      if !output.isTable { try show([], console) }
      guard let last = plan.earlier.last else {
        return console.say(
          Text(zh: "\(plan.subject.stream)：没有个人信息", en: "\(plan.subject.stream): nothing personal is held"))
      }
      let underCase = last.forgotten.reference.map { " \($0)" } ?? ""
      console.say(
        Text(
          zh:
            "\(plan.subject.stream)：此前已遗忘（位置 \(last.position)，\(last.actor)，\(last.forgotten.reason.rawValue)\(underCase)），没有新内容",
          en:
            "\(plan.subject.stream): forgotten already (position \(last.position), by \(last.actor), \(last.forgotten.reason.rawValue)\(underCase)), and nothing was learned since"
        ))
    }

    /// What goes or went, by kind of stream and event.
    private func show(_ parts: [Erasure.Part], _ console: Console) throws {
      let listing = try Listing(
        title: Text(zh: "事件种类", en: "kinds of events"),
        columns: [
          ListColumn("kind", Text(zh: "流类别", en: "of"), .code),
          ListColumn("type", Text(zh: "事件类型", en: "event")),
          ListColumn("streams", Text(zh: "流", en: "streams"), .integer),
          ListColumn("events", Text(zh: "事件", en: "events"), .integer),
        ], options: output, console: console, zone: .gmt)
      let groups = Dictionary(grouping: parts) { [String($0.stream.category), $0.type.description] }
      for (key, group) in groups.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        try listing.append([
          .code(key[0]), .text(key[1]), .integer(Set(group.map(\.stream)).count), .integer(group.count),
        ])
      }
      try listing.finish()
    }

    /// What is done is done: that the server keeps a copy a while longer is told, and is no failure.
    private func sweep(_ session: Session, _ console: Console) async {
      let refused: [String]
      do {
        refused = try await session.sweepErased()
      } catch {
        refused = ["log.personal"]
      }
      guard !refused.isEmpty else { return }
      console.warn(
        Text(
          zh: "数据库文件里仍有旧数据，此帐号无权清理；请管理员执行 VACUUM \(refused.joined(separator: ", "))",
          en:
            "the server's files still hold the old rows, and this account may not clear them; have its administrator run VACUUM \(refused.joined(separator: ", "))"
        ))
    }
  }
}

extension Forgotten.Reason: ExpressibleByArgument {}
