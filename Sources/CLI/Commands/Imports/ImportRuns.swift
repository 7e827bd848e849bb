import BackOffice
import Domain
import Foundation
import Projections

/// The runs of one import, in words: it was run, taken back, and run again.
struct ImportRuns {
  let language: Language
  let zone: TimeZone

  /// That the file had been in and was taken back, and how much of it is back, or would come back.
  func takenBack(_ back: ImportSummary.TakenBack, _ summary: ImportSummary, isCheck: Bool) -> Text {
    let at = minute(back.at)
    let counts = summary.counts
    let (came, repeated) = (counts.accepted + counts.updated, counts.duplicates + counts.unchanged)
    let outcome = isCheck ? wouldComeBack(came) : cameBack(came)
    let sign = came > 0 ? (zh: "，另有 ", en: "; ") : (zh: "：", en: ": ")
    let holders = holders(summary.holders)
    let others =
      repeated == 0
      ? Text(zh: "", en: "")
      : Text(
        zh: "\(sign.zh)\(repeated) 行与已有的重复或相同\(holders.zh)",
        en: "\(sign.en)\(rows(repeated)) only \(repeated == 1 ? "repeats" : "repeat") what is there\(holders.en)")
    return Text(
      zh: "该文件导入过，\(at) 由 \(back.actor) 撤销；\(outcome.zh)\(others.zh)。",
      en:
        "This file was imported before and taken back on \(at) by \(back.actor): \(outcome.en)\(others.en).")
  }

  private func wouldComeBack(_ came: Int) -> Text {
    came == 0
      ? Text(zh: "再次导入不会恢复任何行", en: "a run would bring nothing back")
      : Text(zh: "再次导入会恢复 \(came) 行", en: "a run brings \(rows(came)) back")
  }

  private func cameBack(_ came: Int) -> Text {
    came == 0
      ? Text(zh: "这次没有恢复任何行", en: "this run brought nothing back")
      : Text(zh: "这次已恢复 \(came) 行", en: "this run brought \(rows(came)) back")
  }

  /// Whose the rows are that did not come back.
  private func holders(_ holders: [Batches.Holder]) -> Text {
    guard !holders.isEmpty else { return Text(zh: "", en: "") }
    let named = holders.prefix(3).map { ($0.rows, shortID($0.batch) + ($0.file.map { " \($0)" } ?? "")) }
    let more = holders.count > 3 ? " …" : ""
    return Text(
      zh: "（\(named.map { "\($0) 行来自批次 \($1)" }.joined(separator: "，"))\(more)）",
      en: " (\(named.map { "\($0) of import \($1)" }.joined(separator: ", "))\(more))")
  }

  private func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

  /// How far an earlier run of the file came.
  func begun(_ begun: ImportSummary.Begun, of batch: UUID) -> Text {
    let (id, done) = (shortID(batch), "\(grouped(begun.rows)) / \(grouped(begun.total))")
    return begun.isAtWork
      ? Text(zh: "批次 \(id) 正在导入，已到 \(done) 行。", en: "Import \(id) of this file is running, at \(done) rows.")
      : Text(
        zh: "批次 \(id) 中断于 \(done) 行；再次运行会继续。",
        en: "Import \(id) of this file was cut off at \(done) rows: a run goes on from there.")
  }

  /// That rows are nowhere though they were called repeats, and how they come in.
  func gone(_ gone: Batches.Gone, of batch: UUID) -> Text {
    let (at, id, own) = (minute(gone.at), shortID(gone.batch), shortID(batch))
    let file = gone.file.map { " \($0)" } ?? ""
    let rows = gone.rows == 1 ? "1 row was passed over as a repeat" : "\(gone.rows) rows were passed over as repeats"
    return Text(
      zh:
        "\(gone.rows) 行当时因与批次 \(id)\(file) 重复而未导入，而该批次已于 \(at) 由 \(gone.actor) 撤销。要导入这些行：先 `hotline import undo \(own)`，再导入这个文件。",
      en:
        "\(rows) of import \(id)\(file), which was taken back on \(at) by \(gone.actor). To take them in: `hotline import undo \(own)`, then import this file again."
    )
  }

  /// All runs, as JSON or on one line; people are told of more than one.
  func history(_ runs: [Batches.Run], isForPeople: Bool) throws -> Value {
    guard isForPeople else { return try json(runs) }
    guard runs.count > 1 else { return .none }
    let lines = runs.map { run in
      let taken = grouped(run.counts.accepted + run.counts.updated)
      let began = Text(
        zh: "\(run.number). \(minute(run.startedAt)) \(run.actor)：导入 \(taken) 行",
        en: "\(run.number). \(minute(run.startedAt)) \(run.actor): \(taken) rows taken in")(language)
      guard let at = run.undoneAt, let actor = run.undoneBy else { return began }
      return began + Text(zh: "，\(minute(at)) 由 \(actor) 撤销", en: ", taken back \(minute(at)) by \(actor)")(language)
    }
    return .text(lines.joined(separator: language == .zh ? "；" : "; "))
  }

  private func json(_ runs: [Batches.Run]) throws -> Value {
    struct Entry: Encodable {
      let run: Int, startedAt, by, stage: String, rows, accepted, rejected, duplicates, updated, unchanged: Int
      let undoneAt, undoneBy: String?
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let entries = runs.map { run in
      Entry(
        run: run.number, startedAt: run.startedAt.told(zone), by: run.actor, stage: run.stage.rawValue,
        rows: run.counts.rows, accepted: run.counts.accepted, rejected: run.counts.rejected,
        duplicates: run.counts.duplicates, updated: run.counts.updated, unchanged: run.counts.unchanged,
        undoneAt: run.undoneAt?.told(zone), undoneBy: run.undoneBy)
    }
    return .json(String(decoding: try encoder.encode(entries), as: UTF8.self))
  }

  private func minute(_ instant: Date) -> String {
    var clock = WallClock(zone: zone)
    return clock.text(instant, .minute)
  }
}
