import ArgumentParser
import BackOffice
import Foundation
import Projections

/// `hotline projection …`: the read models.
struct ProjectionCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "projection", abstract: "The read models: where they stand, computing one anew, going back.",
    discussion: """
      A read model is what lists and reports read, computed from the log. It catches up when it is asked, and can be \
      computed anew at any time while everybody goes on working.
      """,
    subcommands: [Status.self, Rebuild.self, Compare.self, Rollback.self, Parked.self, Retry.self, ForgetPast.self])

  struct Rebuild: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rebuild", abstract: "Compute a read model anew from the first event.",
      discussion: """
        Others go on with the old tables until the new ones are complete; nothing is fired or sent again. Cut off, it goes \
        on where it was when it is run again. The old tables are kept for hotline projection rollback. A read model that a \
        newer hotline made goes back to what this one knows. Where the old tables were not what the log says, it tells so.

        Example:
          hotline projection rebuild order-board
        """)
    @OptionGroup var model: ModelArgument
    @Flag(help: "Begin with the first event, whatever an earlier rebuild left.") var fresh = false
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let projection = try model.projection
      let workplace = Workplace(speech)
      let line = RebuildProgressLine(workplace.console)
      let name = projection.name
      let (comparison, parked) = try await workplace.sitting { session in
        defer { line.finish() }
        let comparison = try await session.rebuild(projection, fresh: fresh, rows: 0) { line.show($0) }
        return (comparison, try await session.connection.run { try ReadModels.parked(name, on: $0).count })
      }
      workplace.console.say(Text(zh: "\(name)：已重建", en: "\(name): rebuilt"))
      if parked > 0 {
        workplace.console.warn(
          Text(
            zh: "\(name)：搁置了 \(grouped(parked)) 个无法读取的事件；用 `hotline projection parked \(name)` 查看",
            en: """
              \(name): \(grouped(parked)) \(parked == 1 ? "event is" : "events are") parked and missing from it; \
              look with `hotline projection parked \(name)`
              """))
      }
      guard let comparison, !comparison.isEqual else { return }
      let tables = comparison.tables.filter { !$0.isEqual }.map(\.name)
      workplace.console.say(
        Text(
          zh: "\(name)：旧表 \(tables.joined(separator: "、")) 与日志不符，已被取代；可用 `hotline projection rollback \(name)` 退回",
          en:
            "\(name): the old \(tables.joined(separator: ", ")) did not say what the log says and is replaced; `hotline projection rollback \(name)` brings it back"
        ))
    }
  }

  struct Rollback: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "rollback", abstract: "Go back to the tables that the last rebuild replaced.",
      discussion: """
        They are brought up to date from where they stood. What was live is kept in their stead, so a second rollback takes \
        back the first. Forgetting a person drops them: they would still hold the words.

        Example:
          hotline projection rollback order-board
        """)
    @OptionGroup var model: ModelArgument
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let projection = try model.projection
      let workplace = Workplace(speech)
      let line = ImportProgressLine(workplace.console)
      try await workplace.sitting { session in
        defer { line.finish() }
        try await session.rollBack(projection) { line.show(.updating(done: $0, of: $1)) }
      }
      workplace.console.say(
        Text(
          zh: "\(projection.name)：已换回保留的表；再退回一次即可取消",
          en: "\(projection.name): went back to the tables that were kept; another rollback takes this back"))
    }
  }

  struct Retry: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "retry", abstract: "Try the parked events of a read model again.",
      discussion: """
        After an update of hotline, say. A rebuild tries them, too.

        Example:
          hotline projection retry parties
        """)
    @OptionGroup var model: ModelArgument
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let projection = try model.projection
      let workplace = Workplace(speech)
      let (taken, left) = try await workplace.sitting { session in try await session.retryParked(projection) }
      let name = projection.name
      workplace.console.say(
        Text(
          zh: "\(name)：处理了 \(taken) 个事件，仍搁置 \(left) 个",
          en: "\(name): \(taken) \(taken == 1 ? "event" : "events") taken in, \(left) still parked"))
      if left > 0 { throw ExitStatus.failed }
    }
  }
}

extension ProjectionCommand {
  struct ForgetPast: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "forget-past", abstract: "Drop what was computed for reports as of an earlier state of the log.",
      discussion: """
        report verify, report diff and --as-known-at keep one copy of the read models they need, which goes by itself a \
        day after its last use. This gives its room back at once; the next look back computes it again.

        Example:
          hotline projection forget-past
        """)
    @OptionGroup var speech: SpeechOptions

    func run() async throws {
      let workplace = Workplace(speech)
      let count = try await workplace.sitting { session in
        try await session.connection.run { connection in try ReadModels.dropPast(on: connection) }
      }
      guard let count else {
        throw Failure(
          .locked,
          Text(
            zh: "有人正在查看过去的状态；等它完成后再运行",
            en: "somebody looks back into the log right now; run it again when they are done"))
      }
      workplace.console.say(
        count == 0
          ? Text(zh: "没有留存过去的状态", en: "nothing of the past was kept")
          : Text(zh: "已删除 \(count) 个读模型的过去状态", en: "dropped \(count) read models of the past"))
    }
  }
}

/// The name of a read model, as an argument.
struct ModelArgument: ParsableArguments {
  @Argument(
    help: "Its name: \(ReadModels.all.map(\.name).joined(separator: ", ")).",
    completion: .list(ReadModels.all.map(\.name)))
  var name: String

  var projection: any Projection {
    get throws {
      guard let projection = ReadModels.named(name) else {
        throw Failure(
          .usage,
          .unknown(
            Text(zh: "没有读模型 \(name)", en: "there is no read model '\(name)'"), name, in: ReadModels.all.map(\.name)))
      }
      return projection
    }
  }
}

extension Session {
  /// Brings read models up to date, with progress where that takes time.
  func catchUpShowingProgress(_ projections: [any Projection], _ console: Console) async throws {
    let line = ImportProgressLine(console)
    defer { line.finish() }
    try await catchUp(projections) { line.show(.updating(done: $0, of: $1)) }
  }
}
