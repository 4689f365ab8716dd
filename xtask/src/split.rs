//! Two modules from one: what the first screen needs, and the rest, which takes its place when it arrives.
//!
//! The first has a thunk for every function of the rest that it calls or exports: a `call_indirect` through a slot of
//! the function table that is empty at first. The second imports memory, table, globals and functions of the first, and
//! its element segments fill the slots. Both share one memory. Data stay in the first, except what begins with a mark:
//! there the first has zeros until the second writes them.
use crate::Outcome;
use std::collections::{BTreeMap, BTreeSet};
use walrus::{
    ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind, GlobalKind,
    ImportKind, ImportedFunction, LocalFunction, Module, TableId,
    ir::{Value, Visitor, dfs_in_order},
    passes::gc,
};

/// The two modules.
pub struct Halves {
    pub first: Vec<u8>,
    pub second: Vec<u8>,
}

/// How functions are parted, by their names.
pub struct Rules {
    /// Of the second module: what it takes from the first is exported there as `:name:0`, `:name:1` …
    pub name: &'static str,
    /// The exports, by their names, that the first module answers; all others are the second's. What an earlier split
    /// exports is no one's: it goes with the second where only it asks for it.
    pub early: fn(&str) -> bool,
    /// Functions of the second module. What only they call goes with them.
    pub later: fn(&str) -> bool,
    /// Functions that the second module has again, since its loops call them and a call across modules costs time.
    pub doubled: fn(&str) -> bool,
    /// Whether what earlier splits export stays: no earlier part then needs this one.
    pub keeps_shared: bool,
    /// What the data begin with that come later; their whole length follows it, in eight decimal digits.
    pub mark: &'static str,
}

/// Splits a module with one function table whose functions have names. A number stands for a function in what follows:
/// its place in the module, the same in every parse of the same bytes.
pub fn split(bytes: &[u8], rules: &Rules) -> Outcome<Halves> {
    let whole = parse(bytes)?;
    let plan = Plan::of(&whole, rules)?;
    let mut whole = whole;
    let data = cut(&mut whole, rules.mark)?;
    let (second, shared) = second(parse(bytes)?, &plan, data, rules.name)?;
    Ok(Halves { first: first(whole, &plan, shared, rules.name)?, second })
}

fn parse(bytes: &[u8]) -> Outcome<Module> {
    Module::from_buffer(bytes).map_err(|error| format!("the module cannot be split: {error:#}"))
}

/// Instructions: what is called through the table and has fewer may be two functions' body.
const SMALL: u64 = 40;

struct Plan {
    later: BTreeSet<usize>,
    doubled: BTreeSet<usize>,
    /// Every slot of the table, those of `thunks` that had none at the end.
    slots: BTreeMap<u32, usize>,
    size: u64,
    /// Functions of the second module that the first calls or exports, with a slot of each.
    thunks: BTreeMap<usize, u32>,
}

impl Plan {
    fn of(module: &Module, rules: &Rules) -> Outcome<Plan> {
        let calls: BTreeMap<usize, BTreeSet<usize>> =
            module.funcs.iter_local().map(|(id, function)| (id.index(), called(function))).collect();
        let sizes: BTreeMap<usize, u64> =
            module.funcs.iter_local().map(|(id, function)| (id.index(), function.size())).collect();
        let names: Vec<_> = module.funcs.iter().map(|function| function.name.as_deref().unwrap_or("")).collect();
        let named = |number: &usize, rule: fn(&str) -> bool| calls.contains_key(number) && rule(names[*number]);
        let exported = |wanted: &dyn Fn(&str) -> bool| -> BTreeSet<usize> {
            module.exports.iter().filter(|export| wanted(&export.name)).filter_map(|e| function(&e.item)).collect()
        };
        let early = exported(&|name| if is_shared(name) { rules.keeps_shared } else { (rules.early)(name) });
        // one function may have several names, where the compiler found their code to be equal
        let late = &exported(&|name| !is_shared(name)) - &early;
        let goes = |number: &usize| late.contains(number) || named(number, rules.later);
        let mut slots = slots(module)?;
        let start = module.start.map(|id| id.index());
        let roots = early.iter().chain(slots.values()).copied().chain(start);
        let mut kept = reached(roots.filter(|number| !goes(number)), &calls, |number| !goes(number));
        if rules.keeps_shared {
            // Equal functions have one body under one of their names: what others may call stays, whatever it is called.
            let small = |number: &usize| sizes.get(number).is_none_or(|size| *size < SMALL);
            let glue =
                slots.values().copied().filter(|number| small(number) || names[*number].contains("drop_in_place"));
            kept.append(&mut reached(exported(&is_shared).into_iter().chain(glue), &calls, |_| true));
        }
        let later: BTreeSet<usize> = calls.keys().filter(|number| !kept.contains(number)).copied().collect();
        let from_kept = kept.iter().filter_map(|number| calls.get(number)).flatten();
        let wanted: BTreeSet<usize> =
            from_kept.chain(&exported(&|_| true)).filter(|number| later.contains(number)).copied().collect();
        let inside: BTreeMap<usize, u32> = slots.iter().rev().map(|(slot, number)| (*number, *slot)).collect();
        let mut size = module.tables.get(table(module)?).initial;
        let mut thunks = BTreeMap::new();
        for number in wanted {
            let slot = inside.get(&number).copied().unwrap_or_else(|| {
                size += 1;
                size as u32 - 1
            });
            slots.insert(slot, number);
            thunks.insert(number, slot);
        }
        let doubles = later.iter().filter_map(|number| calls.get(number)).flatten();
        let doubles = doubles.filter(|number| named(number, rules.doubled)).copied();
        let doubled = reached(doubles, &calls, |number| named(number, rules.doubled));
        Ok(Plan { doubled: doubled.difference(&later).copied().collect(), later, slots, size, thunks })
    }
}

/// Everything that `from` leads to along calls, stopping where `enters` says so.
fn reached(
    from: impl Iterator<Item = usize>,
    calls: &BTreeMap<usize, BTreeSet<usize>>,
    enters: impl Fn(&usize) -> bool,
) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open: Vec<usize> = from.collect();
    while let Some(number) = open.pop() {
        if found.insert(number) {
            open.extend(calls.get(&number).into_iter().flatten().filter(|number| enters(number)));
        }
    }
    found
}

fn called(function: &LocalFunction) -> BTreeSet<usize> {
    struct Called(BTreeSet<usize>);
    impl Visitor<'_> for Called {
        fn visit_function_id(&mut self, id: &FunctionId) {
            self.0.insert(id.index());
        }
    }
    let mut called = Called(BTreeSet::new());
    dfs_in_order(&mut called, function, function.entry_block());
    called.0
}

fn function(item: &ExportItem) -> Option<usize> {
    if let ExportItem::Function(id) = item { Some(id.index()) } else { None }
}

fn table(module: &Module) -> Outcome<TableId> {
    let table = module.tables.main_function_table().map_err(|error| error.to_string())?;
    table.ok_or_else(|| "the module has no function table".into())
}

/// What stands in the function table.
fn slots(module: &Module) -> Outcome<BTreeMap<u32, usize>> {
    let mut slots = BTreeMap::new();
    for element in module.elements.iter() {
        let (
            ElementKind::Active { table: of, offset: ConstExpr::Value(Value::I32(offset)) },
            ElementItems::Functions(ids),
        ) = (&element.kind, &element.items)
        else {
            return Err("the module has element segments that are not plain lists".into());
        };
        if *of != table(module)? {
            return Err("the module fills another table than that of its functions".into());
        }
        slots.extend((*offset as u32..).zip(ids.iter().map(|id| id.index())));
    }
    Ok(slots)
}

/// Puts these functions into the table, a segment for each run of slots, and nothing else.
fn fill(module: &mut Module, slots: impl Iterator<Item = (u32, FunctionId)>, size: u64) -> Outcome {
    let table = table(module)?;
    for id in module.elements.iter().map(|element| element.id()).collect::<Vec<_>>() {
        module.elements.delete(id);
    }
    let mut runs: Vec<(u32, Vec<FunctionId>)> = Vec::new();
    for (slot, id) in slots {
        match runs.last_mut() {
            Some((start, run)) if *start + run.len() as u32 == slot => run.push(id),
            _ => runs.push((slot, vec![id])),
        }
    }
    let elements: Vec<_> = runs
        .into_iter()
        .map(|(start, run)| {
            let offset = ConstExpr::Value(Value::I32(start as i32));
            module.elements.add(ElementKind::Active { table, offset }, ElementItems::Functions(run))
        })
        .collect();
    let table = module.tables.get_mut(table);
    table.elem_segments = elements.into_iter().collect();
    table.initial = size;
    table.maximum = table.maximum.map(|_| size);
    Ok(())
}

/// Data and their address.
type Placed = (i32, Vec<u8>);

/// Takes the marked data out of the module, where there are any.
fn cut(module: &mut Module, mark: &str) -> Outcome<Option<Placed>> {
    let found = module.data.iter().find_map(|data| Some((data.id(), place_of(&data.value, mark.as_bytes())?)));
    let Some((id, start)) = found else { return Ok(None) };
    let data = module.data.get_mut(id);
    let DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(offset)) } = data.kind else {
        return Err("the module's marked data have no fixed place".into());
    };
    let digits = data.value.get(start + mark.len()..start + mark.len() + 8).and_then(|d| std::str::from_utf8(d).ok());
    let length: usize = digits.and_then(|digits| digits.parse().ok()).ok_or("no length follows the data's mark")?;
    if start + length > data.value.len() {
        return Err("the marked data end behind their segment".into());
    }
    let behind = data.value.split_off(start + length);
    let marked = data.value.split_off(start);
    let address = |place: usize| offset + place as i32;
    let kind = DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(address(start + length))) };
    let behind = module.data.add(kind, behind);
    module.memories.get_mut(memory).data_segments.insert(behind);
    Ok(Some((address(start), marked)))
}

fn place_of(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    // the mark alone stands in the code that knows it: digits must follow
    let is_place = |window: &[u8]| window.starts_with(mark) && window[mark.len()..].iter().all(u8::is_ascii_digit);
    bytes.windows(mark.len() + 8).position(is_place)
}

/// The first module: thunks where the rest is called, and `shared` exported by number.
fn first(mut module: Module, plan: &Plan, shared: Vec<Shared>, part: &str) -> Outcome<Vec<u8>> {
    let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    let table = table(&module)?;
    for (number, slot) in &plan.thunks {
        let ty = module.funcs.get(ids[*number]).ty();
        let (params, results) = (module.types.params(ty).to_vec(), module.types.results(ty).to_vec());
        let arguments: Vec<_> = params.iter().map(|ty| module.locals.add(*ty)).collect();
        let mut builder = FunctionBuilder::new(&mut module.types, &params, &results);
        let mut body = builder.func_body();
        for argument in &arguments {
            body.local_get(*argument);
        }
        body.i32_const(*slot as i32).call_indirect(ty, table);
        module.funcs.get_mut(ids[*number]).kind = FunctionKind::Local(builder.local_func(arguments));
    }
    let stay = plan.slots.iter().filter(|(_, number)| !plan.later.contains(number));
    fill(&mut module, stay.map(|(slot, number)| (*slot, ids[*number])), plan.size)?;
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    let memories: Vec<_> = module.memories.iter().map(|memory| memory.id()).collect();
    let tables: Vec<_> = module.tables.iter().map(|table| table.id()).collect();
    for (number, item) in shared.into_iter().enumerate() {
        let item: ExportItem = match item {
            Shared::Function(number) => ids[number].into(),
            Shared::Global(number) => globals[number].into(),
            Shared::Memory(number) => memories[number].into(),
            Shared::Table(number) => tables[number].into(),
        };
        module.exports.add(&shared_name(part, number), item);
    }
    gc::run(&mut module);
    Ok(module.emit_wasm())
}

/// What the second module takes from the first, by its place in the whole.
enum Shared {
    Function(usize),
    Global(usize),
    Memory(usize),
    Table(usize),
}

fn shared_name(part: &str, number: usize) -> String {
    format!(":{part}:{number}")
}

fn is_shared(export: &str) -> bool {
    export.starts_with(':')
}

/// The second module, and what it imports under those names.
fn second(mut module: Module, plan: &Plan, data: Option<Placed>, part: &str) -> Outcome<(Vec<u8>, Vec<Shared>)> {
    for id in module.exports.iter().map(|export| export.id()).collect::<Vec<_>>() {
        module.exports.delete(id);
    }
    module.start = None;
    for id in module.data.iter().map(|data| data.id()).collect::<Vec<_>>() {
        if !matches!(module.data.get(id).kind, DataKind::Active { .. }) {
            return Err("the module has data segments that its code copies".into());
        }
        module.data.delete(id);
    }
    for memory in module.memories.iter_mut() {
        memory.data_segments.clear();
        if let Some((address, bytes)) = &data {
            let kind = DataKind::Active { memory: memory.id(), offset: ConstExpr::Value(Value::I32(*address)) };
            memory.data_segments.insert(module.data.add(kind, bytes.clone()));
        }
        memory.import = Some(module.imports.add("", "", memory.id()));
    }
    for table in module.tables.iter_mut() {
        // parts that are split off later make it larger
        table.maximum = None;
        table.import = Some(module.imports.add("", "", table.id()));
    }
    let globals: Vec<_> = module.globals.iter().map(|global| global.id()).collect();
    for id in globals {
        module.globals.get_mut(id).kind = GlobalKind::Import(module.imports.add("", "", id));
    }
    let ids: Vec<FunctionId> = module.funcs.iter().map(|function| function.id()).collect();
    for id in &ids {
        let (number, ty) = (id.index(), module.funcs.get(*id).ty());
        let local = matches!(module.funcs.get(*id).kind, FunctionKind::Local(_));
        if local && !plan.later.contains(&number) && !plan.doubled.contains(&number) {
            let import = module.imports.add("", "", *id);
            module.funcs.get_mut(*id).kind = FunctionKind::Import(ImportedFunction { import, ty });
        }
    }
    let go = plan.slots.iter().filter(|(_, number)| plan.later.contains(number));
    fill(&mut module, go.map(|(slot, number)| (*slot, ids[*number])), plan.size)?;
    gc::run(&mut module);
    let mut shared = Vec::new();
    for import in module.imports.iter_mut() {
        import.module = String::new();
        import.name = shared_name(part, shared.len());
        shared.push(match import.kind {
            ImportKind::Function(id) => Shared::Function(id.index()),
            ImportKind::Global(id) => Shared::Global(id.index()),
            ImportKind::Memory(id) => Shared::Memory(id.index()),
            ImportKind::Table(id) => Shared::Table(id.index()),
            ImportKind::Tag(_) => return Err("the module has exception tags".into()),
        });
    }
    Ok((module.emit_wasm(), shared))
}

#[cfg(test)]
mod tests {
    use super::{Halves, Rules, split};
    use std::collections::BTreeMap;
    use walrus::{
        ConstExpr, DataKind, ElementItems, ElementKind, ExportItem, FunctionBuilder, FunctionId, FunctionKind,
        ImportKind, Module, RefType, ValType,
        ir::{Instr, Value},
    };

    const RULES: Rules = Rules {
        name: "more",
        keeps_shared: false,
        early: |name| name != "late",
        later: |name| name.contains("rare::"),
        doubled: |name| name.contains("small::"),
        mark: "mark:",
    };

    /// A function that calls these in turn; the last one's result is its own.
    fn function(module: &mut Module, name: &str, calls: &[FunctionId]) -> FunctionId {
        let mut builder = FunctionBuilder::new(&mut module.types, &[ValType::I32], &[ValType::I32]);
        builder.name(name.into());
        let argument = module.locals.add(ValType::I32);
        let mut body = builder.func_body();
        body.local_get(argument);
        for call in calls {
            body.call(*call);
        }
        builder.finish(vec![argument], &mut module.funcs)
    }

    /// `api` (exported) calls `common`, `rare::entry` and JavaScript; `late` (exported) calls `common`; `rare::entry` calls
    /// `helper`, `common`, `small::sum`. The table: -, common, rare::slot, lone.
    fn example() -> Module {
        let mut module = Module::default();
        let ty = module.types.add(&[ValType::I32], &[ValType::I32]);
        let (javascript, _) = module.add_import_func("./glue.js", "javascript", ty);
        let small = function(&mut module, "small::sum", &[]);
        let common = function(&mut module, "common", &[small]);
        let again = function(&mut module, "helper::again", &[]);
        let helper = function(&mut module, "helper", &[again]);
        if let FunctionKind::Local(local) = &mut module.funcs.get_mut(again).kind {
            local.builder_mut().func_body().call(helper);
        }
        let entry = function(&mut module, "rare::entry", &[helper, common, small, javascript]);
        let slot = function(&mut module, "<T as rare::Trait>::slot", &[helper]);
        let lone = function(&mut module, "lone", &[]);
        let api = function(&mut module, "api", &[common, entry, javascript]);
        let late = function(&mut module, "late", &[common]);
        let memory = module.memories.add_local(false, false, 1, None, None);
        let table = module.tables.add_local(false, 4, Some(4), RefType::FUNCREF);
        let offset = ConstExpr::Value(Value::I32(1));
        let items = ElementItems::Functions(vec![common, slot, lone]);
        let element = module.elements.add(ElementKind::Active { table, offset }, items);
        module.tables.get_mut(table).elem_segments.insert(element);
        let kind = DataKind::Active { memory, offset: ConstExpr::Value(Value::I32(1024)) };
        let data = module.data.add(kind, b"mark: early mark:00000018LATER behind".to_vec());
        module.memories.get_mut(memory).data_segments.insert(data);
        module.exports.add("memory", memory);
        module.exports.add("api", api);
        module.exports.add("late", late);
        module
    }

    fn halves() -> (Module, Module) {
        let Halves { first, second } = split(&example().emit_wasm(), &RULES).expect("the example can be split");
        let read = |bytes: &[u8]| Module::from_buffer(bytes).expect("a valid module");
        (read(&first), read(&second))
    }

    fn names(module: &Module) -> Vec<&str> {
        let mut names: Vec<_> =
            module.funcs.iter_local().filter_map(|(id, _)| module.funcs.get(id).name.as_deref()).collect();
        names.sort_unstable();
        names
    }

    fn table(module: &Module) -> BTreeMap<u32, &str> {
        let slots = super::slots(module).expect("plain lists");
        let name = |number| module.funcs.iter().nth(number).and_then(|function| function.name.as_deref()).unwrap_or("");
        slots.into_iter().map(|(slot, number)| (slot, name(number))).collect()
    }

    #[test]
    fn what_is_named_and_what_only_that_calls_goes() {
        let (first, second) = halves();
        assert_eq!(names(&first), ["api", "common", "late", "lone", "rare::entry", "small::sum"]);
        let gone = ["<T as rare::Trait>::slot", "helper", "helper::again", "late", "rare::entry", "small::sum"];
        assert_eq!(names(&second), gone);
    }

    #[test]
    fn slots_are_empty_until_the_second_fills_them() {
        let (first, second) = halves();
        assert_eq!(table(&first), [(1, "common"), (3, "lone")].into());
        assert_eq!(table(&second), [(2, "<T as rare::Trait>::slot"), (4, "rare::entry"), (5, "late")].into());
        for module in [&first, &second] {
            let sizes: Vec<_> = module.tables.iter().map(|table| (table.initial, table.maximum)).collect();
            let most = if module.tables.iter().any(|table| table.import.is_some()) { None } else { Some(6) };
            assert_eq!(sizes, [(6, most)]);
        }
    }

    #[test]
    fn a_thunk_passes_its_arguments_through_its_slot() {
        let (first, _) = halves();
        let thunk = first.funcs.by_name("rare::entry").expect("the thunk keeps the name");
        let local = first.funcs.get(thunk).kind.unwrap_local();
        let body: Vec<_> = local.block(local.entry_block()).instrs.iter().map(|(instruction, _)| instruction).collect();
        let [Instr::LocalGet(get), Instr::Const(slot), Instr::CallIndirect(call)] = body[..] else {
            panic!("another thunk: {body:?}");
        };
        assert_eq!(get.local, local.args[0]);
        assert!(matches!(slot.value, Value::I32(4)));
        assert_eq!(first.types.params(call.ty), [ValType::I32]);
    }

    #[test]
    fn the_second_imports_what_the_first_exports() {
        let (first, second) = halves();
        let offered: BTreeMap<_, _> = first.exports.iter().map(|export| (export.name.as_str(), export.item)).collect();
        let mut taken = Vec::new();
        for import in second.imports.iter() {
            assert_eq!(import.module, "");
            match (import.kind.clone(), offered[import.name.as_str()]) {
                (ImportKind::Function(_), ExportItem::Function(id)) => {
                    taken.push(first.funcs.get(id).name.as_deref().unwrap_or("JavaScript"));
                }
                (ImportKind::Table(_), ExportItem::Table(_)) => taken.push("table"),
                (ImportKind::Memory(_), ExportItem::Memory(_)) => taken.push("memory"),
                (wanted, given) => panic!("{wanted:?} for {given:?}"),
            }
        }
        taken.sort_unstable();
        assert_eq!(taken, ["JavaScript", "common", "memory", "table"]);
        assert!(second.exports.iter().next().is_none());
    }

    #[test]
    fn a_small_function_of_the_table_stays_where_others_may_call_it() {
        let rules = Rules { keeps_shared: true, ..RULES };
        let Halves { first, second } = split(&example().emit_wasm(), &rules).expect("the example can be split");
        let read = |bytes: &[u8]| Module::from_buffer(bytes).expect("a valid module");
        assert!(names(&read(&first)).contains(&"<T as rare::Trait>::slot"));
        assert_eq!(names(&read(&second)), ["late", "rare::entry", "small::sum"]);
    }

    #[test]
    fn marked_data_come_with_the_second() {
        let (first, second) = halves();
        let data = |module: &Module| -> Vec<(i32, String)> {
            let place = |kind: &DataKind| match kind {
                DataKind::Active { offset: ConstExpr::Value(Value::I32(offset)), .. } => *offset,
                other => panic!("{other:?}"),
            };
            module.data.iter().map(|d| (place(&d.kind), String::from_utf8_lossy(&d.value).into_owned())).collect()
        };
        assert_eq!(data(&first), [(1024, "mark: early ".into()), (1054, " behind".into())]);
        assert_eq!(data(&second), [(1036, "mark:00000018LATER".into())]);
    }

    #[test]
    fn the_same_module_gives_the_same_bytes() {
        let bytes = example().emit_wasm();
        let split = || split(&bytes, &RULES).expect("the example can be split");
        let (one, other) = (split(), split());
        assert!(one.first == other.first && one.second == other.second);
    }
}
