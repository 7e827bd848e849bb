import BackOffice
import Domain
import Foundation
import Projections

/// What is told to whoever takes an order in, beside the result.
struct IntakeWords {
  private let findings: IntakeFindings
  private let new: NewOrder
  private let zone: TimeZone
  private let console: Console
  private let words: OfficeWords

  init(
    _ findings: IntakeFindings, _ new: NewOrder, _ definitions: Definitions, _ zone: TimeZone, _ console: Console
  ) {
    words = OfficeWords(definitions, isForPeople: true, console.language)
    self.findings = findings
    self.new = new
    self.zone = zone
    self.console = console
  }

  private var language: Language { console.language }

  private func time(_ date: Date) -> String {
    var clock = WallClock(zone: zone)
    return clock.text(date, .minute)
  }

  /// Who calls, their last contacts, and what this may be about.
  func tell() {
    tellCaller()
    if !findings.last.isEmpty {
      console.say(Text(zh: "最近联系：", en: "last contacts:"))
      for contact in findings.last {
        let parts = [
          time(contact.at), words.contact(contact.kind), words.channel(contact.channel), contact.no.description,
          words.process(contact.process), contact.category, contact.title,
          words.state(contact.state, of: contact.process),
        ]
        console.say("  " + ValueText.oneLine(parts.compactMap(\.self).joined(separator: "  ")))
      }
    }
    if !findings.similar.isEmpty {
      console.say(
        Text(
          zh: "可能是同一件事（可用 --append-to 追加）：", en: "this may be about one of these (--append-to adds to it):"))
      for order in findings.similar { console.say("  " + line(order)) }
    }
  }

  private func tellCaller() {
    guard let party = findings.caller.party else { return }
    let name = findings.caller.name.map { "\($0), " } ?? ""
    console.say(Text(zh: "来电人：\(name)\(party)", en: "caller: \(name)\(party)"))
    for mark in findings.caller.marks { console.say("  " + PartyWords.line(mark, time)(language)) }
    guard let other = findings.caller.otherName, let known = findings.caller.name else { return }
    switch new.otherName {
    case .keep:
      console.warn(
        Text(
          zh:
            "该号码登记的姓名是“\(known)”，不是“\(other)”；“\(other)”写在工单上。更正请用 `hotline party correct \(party) --name “\(other)”`，另一人请加 --other-name another",
          en:
            "the book has this number as '\(known)', not '\(other)', which is written on the order; mend it with `hotline party correct \(party) --name '\(other)'`, or give --other-name another if it is somebody else"
        ))
    case .correct:
      console.say(Text(zh: "姓名由“\(known)”更正为“\(other)”", en: "the name is mended from '\(known)' to '\(other)'"))
    case .another:
      console.say(
        Text(
          zh: "“\(other)”与“\(known)”共用此号码，另行登记",
          en: "'\(other)' shares the number with '\(known)' and comes into the book"))
    }
  }

  /// An order that this may be about, on one line.
  func line(_ order: SimilarOrder) -> String {
    let reason =
      switch order.reason {
      case .caller: Text(zh: "同一来电人", en: "same caller")
      case .place: Text(zh: "同一地点", en: "same place")
      }
    let parts = [
      order.no.description, time(order.openedAt), words.process(order.process), order.category, order.title,
      words.state(order.state, of: order.process), order.unit, reason(language),
    ]
    return ValueText.oneLine(parts.compactMap(\.self).joined(separator: "  "))
  }

  /// Where an order went that was to go out at once.
  func tellWhere(_ outcome: Outcome, _ new: NewOrder) {
    guard new.isDispatched else { return }
    guard let unit = outcome.main else {
      return console.warn(
        Text(
          zh: "没有单位对应此地址、号码或类别；工单 \(outcome.no) 等待调度室派单",
          en: "no unit answers for this address, number or category; order \(outcome.no) waits for the dispatch room"))
    }
    console.say(Text(zh: "已派往 \(unit)", en: "sent to \(unit)"))
  }

  /// The refusal to open what may be there already.
  static func similar(_ order: SimilarOrder, _ count: Int) -> Failure {
    Failure(
      .conflict,
      Text(
        zh: "可能与工单 \(order.no) 等 \(count) 个相同，没有登记；用 --append-to \(order.no) 追加，或去掉 --refuse-duplicates",
        en:
          "this may be order \(order.no)\(count > 1 ? " or one of \(count - 1) more" : ""), nothing was opened; add to it with --append-to \(order.no), or leave --refuse-duplicates out"
      ))
  }
}
