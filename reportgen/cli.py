"""The command line: arguments, printing, progress bar, exit status; the only place with a clock, an environment, a print."""

from __future__ import annotations

import json
import os
import re
import sys
import traceback
from contextlib import contextmanager
from datetime import datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, NoReturn

import typer
from typer.core import TyperCommand, TyperGroup

from reportgen.period import Period, PeriodError, Span, parse_period
from reportgen.wording import text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportgen.batch import Desk, Examined, Result
    from reportgen.intake.gather import Plans
    from reportgen.word.compile import TemplateFault

DONE, OWED, WRONG_CALL, OUR_FAULT = 0, 1, 2, 3
_FAULT_FILE: Final = "reportgen-故障记录.txt"


# ---- help in Chinese


def _chinese_help(command: Any, context: Any) -> str:  # noqa: ANN401 -- the command line library keeps its types to itself
    """用法, what the command is for, its commands and options: the library's own page is half English."""
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    usage = [context.command_path, *(p.metavar if p.required else f"[{p.metavar}]" for p in arguments)]
    commands = getattr(command, "commands", {})
    usage += ["[命令]"] * bool(commands) + ["[选项]"]
    rows = [(name, one.help or "") for name, one in commands.items()]
    options = [(_option_words(p), _option_help(p)) for p in command.get_params(context)]
    parts = [f"用法：{' '.join(usage)}", command.help or ""]
    parts += [f"命令：\n{_columns(rows)}"] if rows else []
    return "\n\n".join([*filter(None, parts), f"选项：\n{_columns(options)}"])


def _option_words(parameter: Any) -> str:  # noqa: ANN401 -- the same
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    takes = "" if getattr(parameter, "is_flag", False) else f" {_TAKES.get(parameter.name, '内容')}"
    return f"{parameter.opts[0]}{takes}"


def _option_help(parameter: Any) -> str:  # noqa: ANN401 -- the same
    if parameter.name == "help":
        return "显示这段说明。"
    default = parameter.default
    shown = f"（不写就是{default}）" if isinstance(default, Path) else ""
    return f"{parameter.help or ''}{shown}"


_TAKES: Final = {
    "inputs": "文件夹",
    "outputs": "文件夹",
    "templates": "文件夹",
    "period": "月份",
    "plan": "名称",
    "today": "日期",
}


def _columns(rows: Sequence[tuple[str, str]]) -> str:
    wide = max(text_width(left) for left, _ in rows) + 2
    return "\n".join(f"  {left}{' ' * (wide - text_width(left))}{right}" for left, right in rows)


class _Group(TyperGroup):
    """A group of commands whose help is Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 -- the library's own signature
        formatter.write(f"{_chinese_help(self, ctx)}\n")


class _Command(TyperCommand):
    """A command whose help is Chinese."""

    def format_help(self, ctx: Any, formatter: Any) -> None:  # noqa: ANN401 -- the library's own signature
        formatter.write(f"{_chinese_help(self, ctx)}\n")


app = typer.Typer(
    cls=_Group,
    add_completion=False,
    rich_markup_mode=None,
    no_args_is_help=False,
    help="把各单位的月度填报表核对无误，写成可直接报送的公文。不带命令时等于reportgen run。",
)
plan_app = typer.Typer(cls=_Group, add_completion=False, rich_markup_mode=None, help="核对计划工作簿。")
app.add_typer(plan_app, name="plan")
template_app = typer.Typer(cls=_Group, add_completion=False, rich_markup_mode=None, help="核对、新写Word模板。")
app.add_typer(template_app, name="template")

Inputs = Annotated[Path, typer.Option("--inputs", help="输入文件夹：每个计划一个文件夹，里面放计划和收到的填报表。")]
Outputs = Annotated[Path, typer.Option("--outputs", help="输出文件夹。")]
Templates = Annotated[Path, typer.Option("--templates", help="Word模板文件夹。")]
PlanName = Annotated[str | None, typer.Option("--plan", help="只办这个计划（文件夹名、简称或计划编号）。")]
PeriodName = Annotated[str | None, typer.Option("--period", help="哪个月，如2025-04；不写就办最近收到填报表的月份。")]
Today = Annotated[str | None, typer.Option("--today", help="把这一天当作今天，如2025-07-01。")]
AsJson = Annotated[bool, typer.Option("--json", help="只在标准输出打印JSON，供程序读取。")]
Quiet = Annotated[bool, typer.Option("--quiet", help="不显示进度和小结。")]


class UserError(Exception):
    """Something the user can put right; `place` says where."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place


# ---- the door


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and end with its exit status; nobody ever sees a traceback."""
    if arguments is None:
        _live_in_utf8()
    _speak_utf8()
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] != ["--help"] and (not given or given[0].startswith("-")):
        # run is the default command, with all its options.
        given.insert(0, "run")
    wants_json = "--json" in given
    try:
        status = app(args=given, prog_name="reportgen", standalone_mode=False)
        code = status if isinstance(status, int) else DONE
    except UserError as e:
        code = _tell(e.message + _written(e), e.place, WRONG_CALL, as_json=wants_json)
    except KeyboardInterrupt as e:
        code = _tell(f"已停止。{_written(e) or _UNCHANGED}", "", WRONG_CALL, as_json=wants_json)
    except (typer.Exit, SystemExit) as e:
        code = getattr(e, "exit_code", None) or getattr(e, "code", None) or DONE
    except Exception as e:  # noqa: BLE001 -- the last door: what comes here is the call's fault or ours
        message = _usage_words(e)
        code = (
            _tell(message, "命令行", WRONG_CALL, as_json=wants_json) if message else _our_fault(e, as_json=wants_json)
        )
    sys.exit(code)


_NOTHING: Final = "，什么也没有生成"
_UNCHANGED: Final = "结果没有写出来，原来的结果没有改动。"


def _written(error: BaseException) -> str:
    """What stands written although the command stopped, as its notes tell; "" where nothing does."""
    return "".join(getattr(error, "__notes__", ()))


@contextmanager
def _noting(folders: Sequence[Path]) -> Iterator[None]:
    """Whatever stops a command bears a note of the folders that it had written by then."""
    try:
        yield
    except BaseException as e:
        if folders:
            if isinstance(e, UserError):
                e.message = e.message.replace(_NOTHING, "")
            e.add_note(f"已写出{'、'.join(f'“{folder}”' for folder in folders)}，其余的没有写。")
        raise


def _live_in_utf8() -> None:
    """Begin again in Python's UTF-8 mode where the machine's language has no Chinese file names (LANG=C).

    The encoding of file names cannot be changed while a program runs.
    """
    try:
        os.fsencode("收件登记")
    except UnicodeEncodeError:
        if sys.flags.utf8_mode or os.name == "nt":
            return
        os.environ["PYTHONUTF8"] = "1"  # for the processes that we start, too
        again = [sys.executable, "-X", "utf8", *sys.orig_argv[1:]]
        os.execv(sys.executable, again)  # noqa: S606 -- the same command, by the same interpreter


def _speak_utf8() -> None:
    """Chinese on any console: a Windows console may think in another code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _tell(message: str, place: str, code: int, *, as_json: bool) -> int:
    if as_json:
        _print_json({"error": {"message": message, "where": place}})
    else:
        typer.echo(message, err=True)
    return code


def _our_fault(error: Exception, *, as_json: bool) -> int:
    """A fault of ours: one sentence, and the details in a file that can be sent to whoever looks after the program."""
    path = Path(_FAULT_FILE)
    details = traceback.format_exc()
    try:
        path = path.absolute()
        path.write_text(details, encoding="utf-8", errors="backslashreplace")
        where = f"“{path}”"
    except (OSError, UnicodeError):
        typer.echo(details, err=True)
        where = "上面"
    message = f"程序出了故障。{_written(error) or _UNCHANGED}详细情况记在{where}，请发给维护程序的人。"
    return _tell(message, str(path), OUR_FAULT, as_json=as_json)


_USAGE: Final = {
    "NoSuchOption": "没有“{name}”这个选项。",
    "NoSuchCommand": "没有这个命令。",
    "MissingParameter": "少写了“{name}”。",
    "BadOptionUsage": "选项“{name}”的写法不对。",
    "BadArgumentUsage": "多写了内容。",
    "BadParameter": "“{name}”的写法不对。",
    "UsageError": "命令的写法不对。",
    "NoArgsIsHelpError": "命令没有写完整。",
}


def _usage_words(error: Exception) -> str:
    """What the command line library complains of, in Chinese; "" for anything else."""
    kinds = [kind.__name__ for kind in type(error).__mro__]
    pattern = next((_USAGE[kind] for kind in kinds if kind in _USAGE), "")
    if not pattern:
        return ""
    unknown = re.search(r"command '([^']+)'", str(error))
    if unknown:
        pattern = f"没有“{unknown[1]}”这个命令。"
    parameter = getattr(error, "param", None)
    name = getattr(error, "option_name", "") or (_option_words(parameter) if parameter is not None else "内容")
    return f"{pattern.format(name=name)}可以用reportgen --help查看用法。"


def _print_json(value: object) -> None:
    typer.echo(json.dumps(value, ensure_ascii=False, indent=1))


def _now(today: str | None) -> datetime:
    """The clock, or noon of the day that stands for it."""
    if today is None:
        return datetime.now().astimezone().replace(tzinfo=None)
    from reportgen.plan.workbook import written_day  # noqa: PLC0415 -- only where the option is used

    day = written_day(today)
    if day is None:
        raise UserError(f"“{today}”不是能认出的日期，请写成2025-07-01。", "--today")
    return datetime.combine(day, time(12))


def _month(text: str, place: str) -> Period:
    """A month as written; `place` is the argument or option in which it stands."""
    try:
        period = parse_period(text)
    except PeriodError as e:
        raise UserError(str(e), place) from e
    if period.span is not Span.MONTH:
        raise UserError(f"本版只办月度：请把“{text}”写成月份，如2025-04。", place)
    return period


# ---- progress


@contextmanager
def _progress(head: str, *, shown: bool) -> Iterator[Callable[[str], None]]:
    """A line that names the file it is at; on a screen it moves, elsewhere it stays silent."""
    if not shown or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415 -- loads only where somebody looks
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TextColumn("{task.completed}个"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(head, total=None)

        def watch(name: str) -> None:
            bar.update(task, advance=1, description=f"{head} {name}", refresh=True)

        yield watch


@contextmanager
def _told() -> Iterator[None]:
    """Everything that the user can put right, as a sentence with exit status 2."""
    from reportgen.batch import CallError  # noqa: PLC0415 -- the first line on the screen comes before the pipeline
    from reportgen.plan.model import PlanError  # noqa: PLC0415
    from reportgen.publishing import PublishError  # noqa: PLC0415

    try:
        yield
    except PlanError as e:
        first = e.findings[0]
        lines = [f"{finding.message}。{finding.fix}" for finding in e.findings]
        head = f"计划不能用{_NOTHING}：" if len(lines) == 1 else f"计划有{len(lines)}处必须改{_NOTHING}："
        raise UserError("\n".join([head, *lines]), str(first.place)) from e
    except (CallError, PublishError) as e:
        raise UserError(str(e)) from e
    except Exception as e:
        from reportgen.word.compile import TemplateError  # noqa: PLC0415 -- lxml loads only where a template is used

        if not isinstance(e, TemplateError):
            raise
        lines = [str(fault) for fault in e.faults]
        raise UserError("\n".join([f"模板「{e.name}」有{len(lines)}处要改{_NOTHING}：", *lines]), e.name) from e


@contextmanager
def _plainly_told() -> Iterator[None]:
    """A call that cannot be carried out as a sentence; what is wrong in a template is left to the caller."""
    from reportgen.batch import CallError  # noqa: PLC0415

    try:
        yield
    except CallError as e:
        raise UserError(str(e)) from e


def _desk(inputs: Path, outputs: Path, templates: Path, today: str | None) -> Desk:
    from reportgen.batch import Desk as Places  # noqa: PLC0415

    return Places(inputs, outputs, templates, _now(today))


# ---- commands


@app.command("run", cls=_Command, help="核对收到的填报表，写出当月应出的全部文书。")
def run(
    *,
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    templates: Templates = Path("templates"),
    period: PeriodName = None,
    plan: PlanName = None,
    today: Today = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Check what came in and write every document of the month."""
    month = None if period is None else _month(period, "--period")
    loud = not quiet and not as_json
    if loud:
        typer.echo("正在读取计划和填报表……")
    from reportgen.batch import (  # noqa: PLC0415
        choose,
        due_now,
        examine_everything,
        keep_apart,
        load_plans,
        make,
        prepare,
        unread_lines,
    )

    results: list[Result] = []
    written: list[Path] = []
    with _noting(written), _told():
        desk = _desk(inputs, outputs, templates, today)
        plans = load_plans(desk.inputs)
        keep_apart(desk, plans.folders)
        chosen = choose(plans, plan)
        _say_left_out(plans, loud=loud)
        with _progress("正在读", shown=loud) as watch:
            everything = examine_everything(desk, plans, chosen, watch)
        ready, idle = due_now(everything, month, desk.today)
        _say(idle, loud=loud)
        with _progress("正在写", shown=loud) as watch:
            prepared = [prepare(desk, examined, at, watch) for examined, at in ready]
        for one in prepared:
            results.append(make(desk, one))
            written.append(results[-1].published.folder)
        for number, result in enumerate(results if loud else ()):
            if number:
                typer.echo()
            _say_month(result.examined, result.month, given=month is not None)
            _summary(result)
            if told := unread_lines(desk, result.examined.folder):
                typer.echo(told)
    if as_json:
        records = [_record(result) for result in results]
        _print_json(records[0] if len(records) == 1 else records)
    return OWED if any(result.owes for result in results) else DONE


def _record(result: Result) -> Any:  # noqa: ANN401 -- JSON
    return json.loads((result.published.folder / "run.json").read_text(encoding="utf-8"))


def _say_left_out(plans: Plans, *, loud: bool) -> None:
    """One line for every plan that cannot be used and was not asked for."""
    for one in plans.broken:
        first = one.error.findings[0]
        _say([f"计划“{'、'.join(one.names)}”不能用，这次没有办：{first.message}。"], loud=loud)


def _say(sentences: Sequence[str], *, loud: bool) -> None:
    for sentence in sentences if loud else ():
        typer.echo(sentence)


def _say_month(examined: Examined, month: Period, *, given: bool) -> None:
    reason = "" if given else "（最近收到填报表的月份；要办别的月份用--period）"
    typer.echo(f"{examined.folder.name}：办理{month.label}{reason}")


def _summary(result: Result) -> None:
    from reportgen.reports.screen import summary  # noqa: PLC0415

    for line in summary(result.examined.plan, result.month, result.account, result.outcome):
        typer.echo(line)
    if result.published.kept:
        typer.echo(f"您改过的{len(result.published.kept)}个文件已留存在“{result.published.folder}/人工修改留存”。")
    documents = sum(name.endswith(".docx") for name, _ in result.published.files)
    typer.echo(f"已写出文书{documents}份和台账、校验结果、数据出处，在“{result.published.folder}”。")


@app.command("forms", cls=_Command, help="给每个单位生成一份空白填报表，上月的数已带过来。")
def forms(
    month: Annotated[str, typer.Argument(metavar="月份", help="给哪个月生成，如2025-05。")],
    *,
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    templates: Templates = Path("templates"),
    plan: PlanName = None,
    today: Today = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> int:
    """Write one blank form per department."""
    at = _month(month, "月份")
    loud = not quiet and not as_json
    if loud:
        typer.echo("正在读取计划和以前的填报表……")
    from reportgen.batch import (  # noqa: PLC0415
        choose,
        due_now,
        examine_everything,
        keep_apart,
        load_plans,
        make_forms,
    )

    made: list[str] = []
    written: list[Path] = []
    with _noting(written), _told():
        desk = _desk(inputs, outputs, templates, today)
        plans = load_plans(desk.inputs)
        keep_apart(desk, plans.folders)
        chosen = choose(plans, plan)
        _say_left_out(plans, loud=loud)
        with _progress("正在读", shown=loud) as watch:
            everything = examine_everything(desk, plans, chosen, watch)
        ready, idle = due_now(everything, at, desk.today)
        _say(idle, loud=loud)
        for examined, _ in ready:
            with _progress("正在写", shown=loud) as watch:
                published = make_forms(desk, examined, at, watch)
            made += [(published.folder / name).as_posix() for name, _ in published.files]
            written.append(published.folder)
            if loud:
                due = examined.plan.due(at)
                typer.echo(
                    f"{examined.folder.name}：{at.label}填报表{len(published.files)}份，在“{published.folder}”。"
                )
                typer.echo(
                    f"截止日期{due.year}年{due.month}月{due.day}日；发给各单位，填好后收回放进“{desk.inputs / examined.folder.name}”。"
                )
                if published.kept:
                    typer.echo(f"您改过的{len(published.kept)}份已留存在“{published.folder}/人工修改留存”。")
    if as_json:
        _print_json({"files": made})
    return DONE


@app.command("check", cls=_Command, help="只核对，不写任何文件。")
def check(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="文件", help="只核对这些文件；不写就核对输入文件夹。")
    ] = None,
    *,
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    templates: Templates = Path("templates"),
    period: PeriodName = None,
    plan: PlanName = None,
    today: Today = None,
    as_json: AsJson = False,
    entries: Annotated[bool, typer.Option("--entries", help="与--json同用：再列出读懂了什么。")] = False,
    quiet: Quiet = False,
) -> int:
    """Check only; write nothing."""
    month = None if period is None else _month(period, "--period")
    for path in paths or ():
        if not path.exists():
            raise UserError(f"找不到文件“{path}”。", str(path))
    loud = not quiet and not as_json
    if loud:
        typer.echo("正在核对……")
    from reportgen.batch import (  # noqa: PLC0415
        NO_PLAN,
        check_alone,
        check_record,
        choose,
        due_now,
        examine_everything,
        load_plans,
        only_these,
    )

    with _told():
        desk = _desk(inputs, outputs, templates, today)
        if paths and plan is None and not desk.inputs.is_dir():
            _say([NO_PLAN], loud=loud)
            return _answer_check(check_alone(paths, entries=entries), as_json=as_json, loud=loud)
        plans = load_plans(desk.inputs)
        chosen = choose(plans, plan)
        _say_left_out(plans, loud=loud)
        with _progress("正在读", shown=loud) as watch:
            everything = examine_everything(desk, plans, chosen, watch, paths or ())
        answers: list[tuple[Examined, Period | None]] = []
        if paths:
            answers += [only_these(desk, examined, paths) for examined in everything]
        else:
            ready, idle = due_now(everything, month, desk.today)
            _say(idle, loud=loud)
            answers += ready
    return _answer_check(check_record(desk, answers, paths or (), entries=entries), as_json=as_json, loud=loud)


def _answer_check(record: dict[str, list[Any]], *, as_json: bool, loud: bool) -> int:
    from reportgen.reports.screen import finding_lines  # noqa: PLC0415

    owed = [f for f in record["findings"] if f["severity"] != "提示"]
    if as_json:
        _print_json(record)
    elif loud:
        told = [{**f, "verdict": f"{f['verdict']}，{f['reason']}"} if "reason" in f else f for f in record["files"]]
        for line in finding_lines({**record, "files": told}):
            typer.echo(line)
        passed = [f for f in record["files"] if "code" in f]
        for file in passed:
            which = f"：{file['file']}" if len(record["files"]) > 1 else ""
            typer.echo(f"自检通过（校验码{file['code']}）{which}")
    return OWED if owed or record["missing"] else DONE


@plan_app.command("check", cls=_Command, help="核对计划工作簿有没有写错、有没有自相矛盾。")
def plan_check(
    path: Annotated[
        Path | None, typer.Argument(metavar="计划", help="计划工作簿；不写就核对输入文件夹里的全部计划。")
    ] = None,
    inputs: Inputs = Path("inputs"),
    *,
    as_json: AsJson = False,
) -> int:
    """Examine the plan workbook."""
    from reportgen.batch import check_plans  # noqa: PLC0415
    from reportgen.plan.model import Grade  # noqa: PLC0415

    with _told():
        findings = check_plans(inputs, path)
    if as_json:
        _print_json({"findings": [finding.as_json() for finding in findings]})
    else:
        files = dict.fromkeys(finding.place.file for finding in findings)
        for file in files:
            if len(files) > 1:
                typer.echo(f"{file}：")
            for finding in (f for f in findings if f.place.file == file):
                typer.echo(f"【{finding.grade}】{finding.message}。{finding.fix}（{finding.rule}）")
        counts = "、".join(f"{g}{sum(f.grade is g for f in findings)}处" for g in Grade)
        typer.echo(f"计划核对完毕：{counts}。" if findings else "计划核对完毕，没有发现问题。")
    grades = {finding.grade for finding in findings}
    return WRONG_CALL if Grade.MUST in grades else OWED if Grade.ASK in grades else DONE


@template_app.command("check", cls=_Command, help="核对改过的Word模板：一次说出每个写错的标记在第几段、怎么改。")
def template_check(
    path: Annotated[Path, typer.Argument(metavar="模板", help="Word模板，如templates/工作简报.docx。")],
    *,
    as_json: AsJson = False,
) -> int:
    """Check one template."""
    from reportgen.batch import check_template  # noqa: PLC0415
    from reportgen.word.compile import TemplateError  # noqa: PLC0415

    faults: tuple[TemplateFault, ...] = ()
    try:
        with _plainly_told():
            check_template(path)
    except TemplateError as e:
        faults = e.faults
    if as_json:
        keys = ("part", "place", "around", "message", "fix")
        _print_json({"findings": [{key: getattr(fault, key) for key in keys} for fault in faults]})
    else:
        for fault in faults:
            typer.echo(str(fault))
        typer.echo(f"模板核对完毕：{len(faults)}处要改。" if faults else "模板核对完毕，没有发现问题。")
    return WRONG_CALL if faults else DONE


@template_app.command("new", cls=_Command, help="按公文格式写一份原样的模板，改坏了可以重新开始。")
def template_new(
    kind: Annotated[str, typer.Argument(metavar="种类", help="如工作简报、单位工作简报、催报函、退回函。")],
    *,
    templates: Templates = Path("templates"),
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪个文件；不写就放进模板文件夹。")] = None,
) -> int:
    """Write a fresh template."""
    from reportgen.batch import new_template  # noqa: PLC0415

    path = output or templates / f"{kind}.docx"
    with _told():
        new_template(kind, path)
    typer.echo(f"模板已写到“{path}”，用Word打开就能改；改完运行reportgen template check“{path}”。")
    return DONE


@app.command("trace", cls=_Command, help="这个数从哪儿来的：把文书里的一个数追到填报表的那一格。")
def trace(
    what: Annotated[str, typer.Argument(metavar="期间或文书", help="如2025-06，或outputs里的某个Word文件。")],
    number: Annotated[str, typer.Argument(metavar="数", help="文书里的那个数，如51.3；不写就列出全部。")] = "",
    *,
    outputs: Outputs = Path("outputs"),
    plan: PlanName = None,
    as_json: AsJson = False,
) -> int:
    """Trace a printed number back to its cells."""
    from dataclasses import asdict  # noqa: PLC0415

    from reportgen.tracing import books, told  # noqa: PLC0415
    from reportgen.tracing import trace as traced_in  # noqa: PLC0415

    with _told():
        found = [one for book, document in books(outputs, what, plan) for one in traced_in(book, document, number)]
    if not found:
        raise UserError(f"“{what}”里没有印出“{number}”这个数。", what)
    if as_json:
        _print_json({"figures": [{**asdict(one.figure), "cells": [asdict(c) for c in one.cells]} for one in found]})
    else:
        for line in told(found):
            typer.echo(line)
    return DONE


@plan_app.command("new", cls=_Command, help="写一份空白的计划工作簿，每张表有说明、下拉和示例行。")
def plan_new(
    name: Annotated[str, typer.Argument(metavar="计划名称", help="文件夹就叫这个名称，如2026年1号议案。")],
    *,
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    today: Today = None,
    as_json: AsJson = False,
) -> int:
    """Write an empty plan workbook; inputs/ is the office's own, so it is written to outputs/."""
    from reportgen.batch import make_plan  # noqa: PLC0415

    with _told():
        desk = _desk(inputs, outputs, outputs, today)
        path = make_plan(desk, name)
    if as_json:
        _print_json({"files": [path.as_posix()]})
    else:
        typer.echo(f"空白计划已写到“{path}”。")
        typer.echo(f"填好后放进“{desk.inputs / path.parent.name}”文件夹，再运行reportgen plan check。")
    return DONE


@app.command("rehearse", cls=_Command, help="用计划演练一整年：填报表由程序编造，每个月都跑一遍，提前看出版面毛病。")
def rehearse(
    plan: Annotated[str, typer.Argument(metavar="计划", help="哪个计划（文件夹名、简称或计划编号）。")],
    year: Annotated[int, typer.Argument(metavar="年份", help="演练哪一年，如2025。")],
    *,
    inputs: Inputs = Path("inputs"),
    outputs: Outputs = Path("outputs"),
    templates: Templates = Path("templates"),
    quiet: Quiet = False,
) -> int:
    """Fill a synthetic year of forms and run every month."""
    loud = not quiet
    if loud:
        typer.echo("正在编造一年的填报表……")
    from reportgen.batch import choose, keep_apart, load_plans, make, prepare, rehearsal_desk  # noqa: PLC0415
    from reportgen.batch import examine_everything as examine_all  # noqa: PLC0415

    written: list[Path] = []
    with _noting(written), _told():
        desk = _desk(inputs, outputs, templates, None)
        plans = load_plans(desk.inputs)
        keep_apart(desk, plans.folders)
        folder = choose(plans, plan)[0]
        with _progress("正在编造", shown=loud) as watch:
            stage = rehearsal_desk(desk, folder, year, watch)
        written.append(stage.inputs)
        plans = load_plans(stage.inputs)
        with _progress("正在读", shown=loud) as watch:
            (examined,) = examine_all(stage, plans, choose(plans, None), watch)
        for month in (m for m in examined.plan.form_months if m.year == year):
            with _progress(f"{month.label} 正在写", shown=loud) as watch:
                result = make(stage, prepare(stage, examined, month, watch), received=False)
            written.append(result.published.folder)
            if loud:
                documents = sum(name.endswith(".docx") for name, _ in result.published.files)
                owed = sum(finding.is_owed for finding in result.outcome.findings)
                typer.echo(f"{month.label}：文书{documents}份，要改或要核实的{owed}处。")
    if loud:
        typer.echo(f"演练完毕，数据都是编造的。填报表在“{stage.inputs}”，结果在“{stage.outputs}”。")
    return DONE


if __name__ == "__main__":
    main()
