import ArgumentParser
import BackOffice
import Domain
import Foundation

extension OrderCommand {
  struct Undo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "undo", abstract: "Take a command back, on every order that nothing happened to since.",
      discussion: """
        Nothing is deleted: events that say the opposite follow. Orders that something happened to since are listed and left \
        as they are (exit status 3), and so are orders that hang together with them. Notes stay. More time that was given, \
        and another report of the same matter, cannot be taken back. An import goes back with hotline import undo.

        Examples:
          hotline order undo 10000012
          hotline order undo 0199f3c2-7a10-7cc4-9a51-0242ac120002
        """)
    @Argument(help: "The command's id, as a bulk tells it; or an order's number: the last command on it.")
    var command: String
    @OptionGroup var change: ChangeOptions

    func run() async throws {
      let workplace = Workplace(change.output)
      let console = workplace.console
      try await workplace.sitting { session in
        let zone = change.output.zone(office: try await session.definitions().calendar.timeZone)
        let undo = try await session.undo(command: command, at: workplace.now, isRehearsal: change.isRehearsal)
        let listing = try Listing(
          title: Text(zh: "工单", en: "orders"),
          columns: [
            ListColumn("no", Text(zh: "工单号", en: "no"), .code), ListColumn("outcome", Text(zh: "结果", en: "outcome")),
            ListColumn("undone", Text(zh: "撤销的事件", en: "undone"), .integer),
            ListColumn("left", Text(zh: "保留的事件", en: "left"), .integer),
            ListColumn("reason", Text(zh: "原因", en: "reason")),
          ], options: change.output, console: console, zone: zone)
        for item in undo.items {
          try listing.append([
            .code(item.no.description), .text(item.conflict == nil ? "undone" : "conflict"), .integer(item.undone),
            .integer(item.left), .text(item.conflict.map { Self.words($0, zone)(console.language) }),
          ])
        }
        try listing.finish()
        if change.isRehearsal { console.say(Text(zh: "演练：没有写入任何内容。", en: "A rehearsal: nothing was written.")) }
        if undo.items.contains(where: { $0.conflict != nil }) { throw ExitStatus.rejectedRows }
      }
    }

    private static func words(_ conflict: CommandUndo.Conflict, _ zone: TimeZone) -> Text {
      switch conflict {
      case .changedSince(let type, let actor, let instant):
        var clock = WallClock(zone: zone)
        let (name, time) = (EventWords.name(type), clock.text(instant, .minute))
        return Text(
          zh: "之后又有变动：\(name.zh)，\(actor)，\(time)", en: "something happened since: \(name.en), by \(actor), \(time)")
      case .final(let type):
        let name = EventWords.name(type)
        return Text(zh: "不能撤销：\(name.zh)", en: "cannot be taken back: \(name.en)")
      case .togetherWith(let no):
        return Text(zh: "与工单 \(no) 关联，一并保留", en: "it hangs together with order \(no), which is left as it is")
      }
    }
  }
}
