import BackOffice
import Domain
import Foundation

/// The questions that somebody at a terminal answers before an order is opened, one line each: choices by number, code or
/// name; an empty line passes over what need not be said; `<` goes back, `q` gives up.
struct IntakeDialog {
  /// What becomes of the order.
  enum Decision {
    case open(NewOrder.OtherName)
    case append(OrderNumber)
  }

  private let definitions: Definitions
  private let console: Console
  /// Asks also for what need not be said.
  private let asksAll: Bool

  init(_ definitions: Definitions, _ console: Console, asksAll: Bool) {
    self.definitions = definitions
    self.console = console
    self.asksAll = asksAll
  }

  private var language: Language { console.language }

  /// Asks until nothing is missing.
  mutating func complete(_ said: NewOrder) throws -> NewOrder {
    var draft = IntakeDraft(said, definitions, asksAll: asksAll)
    var earlier: [IntakeDraft] = []
    if draft.next != nil {
      console.say(
        console.styled(
          Text(zh: "回车跳过，< 返回，q 放弃", en: "Enter passes over, < goes back, q gives up")(language), .dim))
    }
    while let step = draft.next {
      switch try ask(step, draft) {
      case .back:
        guard let last = earlier.popLast() else { continue }
        draft = last
      case .line(let line):
        let before = draft
        do throws(IntakeDraft.Unfit) {
          try draft.take(line, for: step, language)
          earlier.append(before)
        } catch {
          draft = before
          console.say(console.styled(error.words(language), .warning))
        }
      }
    }
    return draft.order
  }

  /// Asks what is to become of an order that may be there already, or whose caller the book calls otherwise.
  func decide(_ findings: IntakeFindings, _ new: NewOrder) throws -> Decision {
    if !findings.similar.isEmpty {
      let words = Text(
        zh: "追加到哪一个？（工单号或 1–\(findings.similar.count)，回车另开新单）",
        en: "add to which? (its number or 1–\(findings.similar.count); Enter opens a new one)")
      while true {
        guard case .line(let line) = try ask(words) else { continue }
        if line.isEmpty { break }
        if let place = Int(line), findings.similar.indices.contains(place - 1) {
          return .append(findings.similar[place - 1].no)
        }
        if let no = findings.similar.map(\.no).first(where: { $0.description == line }) { return .append(no) }
        console.say(Text(zh: "请输入上面的编号", en: "write one of the numbers above"))
      }
    }
    guard let other = findings.caller.otherName, let known = findings.caller.name, new.otherName == .keep else {
      return .open(new.otherName)
    }
    let words = Text(
      zh: "该号码登记为“\(known)”：1 保留，“\(other)”写在工单上；2 更正为“\(other)”；3 是另一人 [1]",
      en:
        "the book has '\(known)': 1 keep it and write '\(other)' on the order; 2 mend it to '\(other)'; 3 somebody else [1]"
    )
    while true {
      guard case .line(let line) = try ask(words) else { continue }
      switch line {
      case "", "1": return .open(.keep)
      case "2": return .open(.correct)
      case "3": return .open(.another)
      default: console.say(Text(zh: "请输入 1、2 或 3", en: "write 1, 2 or 3"))
      }
    }
  }

  private enum Answer {
    case line(String)
    case back
  }

  private func ask(_ step: IntakeStep, _ draft: IntakeDraft) throws -> Answer {
    let choices = draft.choices(for: step)
    for (index, choice) in choices.enumerated() {
      console.say(
        "  \(index + 1)  \(choice.label(language))" + (choice.label(language) == choice.key ? "" : "  \(choice.key)"))
    }
    let name = draft.name(of: step)(language)
    let mark = draft.isNeeded(step) ? Text(zh: "（必填）", en: " (needed)")(language) : ""
    return try ask(Text("\(name)\(mark):"))
  }

  private func ask(_ words: Text) throws -> Answer {
    guard let line = try Question.ask(words, console) else { throw Self.givenUp }
    let trimmed = line.trimmingCharacters(in: .whitespacesAndNewlines)
    switch trimmed {
    case "<", "＜", "返回": return .back
    case "q", "Q", "放弃", "取消": throw Self.givenUp
    default: return .line(trimmed)
    }
  }

  private static let givenUp = Failure(Text(zh: "已放弃，没有登记", en: "given up; nothing was opened"))
}
